using System.Collections.Generic;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>The conditions around an operation that speak of a parameter, innermost first.</summary>
internal sealed class PathTerms(IParameterSymbol parameter, object? value, bool isEqual, PathTerms? outer)
{
    public IParameterSymbol Parameter { get; } = parameter;

    public object? Value { get; } = PathCondition.Canonical(value);

    public bool IsEqual { get; } = isEqual;

    public PathTerms? Outer { get; } = outer;

    /// <summary>What is known in addition where the condition holds, or does not.</summary>
    public static PathTerms? Add(PathTerms? around, IOperation? condition, bool holds)
    {
        switch (condition?.Unwrapped())
        {
            case IParameterReferenceOperation { Type.SpecialType: SpecialType.System_Boolean, Parameter: var flag }:
                return new PathTerms(flag, holds, true, around);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Add(around, not.Operand, !holds);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both:
                // Both parts are known only where it took both.
                return (both.OperatorKind == BinaryOperatorKind.ConditionalAnd) == holds ? Add(Add(around, both.LeftOperand, holds), both.RightOperand, holds) : around;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                var isEqual = (comparison.OperatorKind == BinaryOperatorKind.Equals) == holds;
                return Compared(around, comparison.LeftOperand, comparison.RightOperand, isEqual) ?? Compared(around, comparison.RightOperand, comparison.LeftOperand, isEqual) ?? around;
            case IIsPatternOperation { Value: var matched, Pattern: var pattern }:
                return Matched(around, matched, pattern, holds);
            case IInvocationOperation { TargetMethod: { IsStatic: true, Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace", ContainingType.SpecialType: SpecialType.System_String }, Arguments: [{ Value: var text }] } when !holds:
                return IsNull(around, text, false);
            case IPropertyReferenceOperation { Property: { Name: "HasValue", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }, Instance: var number }:
                return IsNull(around, number, !holds);
            default:
                return around;
        }
    }

    public static PathTerms? InSection(PathTerms? around, ISwitchOperation choice, ISwitchCaseOperation section) => section.Clauses switch
    {
        [ISingleValueCaseClauseOperation { Value: var constant }] => Compared(around, choice.Value, constant, true) ?? around,
        [IPatternCaseClauseOperation { Pattern: var pattern }] => Matched(around, choice.Value, pattern, true),
        _ => around,
    };

    public static PathTerms? InArm(PathTerms? around, ISwitchExpressionArmOperation arm) => Matched(around, (arm.Parent as ISwitchExpressionOperation)?.Value, arm.Pattern, true);

    /// <summary>The value is null, or is not.</summary>
    public static PathTerms? IsNull(PathTerms? around, IOperation? value, bool isNull) => value?.SameValue() is IParameterReferenceOperation { Parameter: var parameter } ? new PathTerms(parameter, null, isNull, around) : around;

    /// <summary>The value is what one of the patterns says: a constant, or something at all.</summary>
    private static PathTerms? Matched(PathTerms? around, IOperation? value, IPatternOperation pattern, bool holds) => pattern switch
    {
        INegatedPatternOperation { Pattern: var inner } => Matched(around, value, inner, !holds),
        IConstantPatternOperation { Value: var constant } when value is not null => Compared(around, value, constant, holds) ?? around,
        IDeclarationPatternOperation { MatchesNull: false } or ITypePatternOperation or IRecursivePatternOperation when holds => IsNull(around, value, false),
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true, MatchedType: null } => IsNull(around, value, true),
        _ => around,
    };

    private static PathTerms? Compared(PathTerms? around, IOperation value, IOperation constant, bool isEqual) =>
        value.SameValue() is not IParameterReferenceOperation { Parameter: var parameter } ? null
        : constant.IsNullLiteral() ? new PathTerms(parameter, null, isEqual, around)
        : constant.ConstantValue is { HasValue: true, Value: { } known } ? new PathTerms(parameter, known, isEqual, around)
        : null;

    /// <summary>The term to keep, of those that speak of the function's own parameters as they were given.</summary>
    public static PathCondition? Of(PathTerms? terms, ISymbol function, HashSet<ISymbol> written)
    {
        PathCondition? kept = null;
        for (var term = terms; term is not null; term = term.Outer)
        {
            if (term.Parameter.ContainingSymbol.IsSameAs(function) && !written.Contains(term.Parameter))
            {
                kept = PathCondition.Choose(kept, new PathCondition(term.Parameter.Ordinal, term.Value, term.IsEqual));
            }
        }

        return kept;
    }
}
