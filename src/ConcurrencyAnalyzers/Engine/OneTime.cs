using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Recognises one-time initialisation: work behind a check of a field that the same branch then sets.</summary>
internal sealed class OneTime
{
    /// <summary>What each branch assigns: a method with a thousand guards must not be read a thousand times.</summary>
    private readonly Dictionary<IOperation, HashSet<ISymbol>> assigned = [];

    /// <param name="condition">What is checked.</param>
    /// <param name="negated">The condition holds when the work is already done.</param>
    /// <param name="branch">Where the field has to be set.</param>
    public bool IsGuard(IOperation condition, bool negated, IOperation? branch) =>
        branch is not null && condition.Unwrapped() switch
        {
            // Each part has to hold for the work to be done, so one of them is enough.
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when !negated =>
                IsGuard(both.LeftOperand, negated, branch) || IsGuard(both.RightOperand, negated, branch),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when negated =>
                IsGuard(either.LeftOperand, negated, branch) || IsGuard(either.RightOperand, negated, branch),
            var single => Checked(single, negated) is { } field && Sets(branch, field),
        };

    /// <summary>The field that is null, or false, where the work is to be done.</summary>
    private static ISymbol? Checked(IOperation condition, bool negated) => condition switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => Checked(not.Operand.Unwrapped(), !negated),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals when !negated => NullChecked(equals),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs when negated => NullChecked(differs),
        IIsPatternOperation { Pattern: IConstantPatternOperation { Value: { } value } } pattern when !negated && value.IsNullLiteral() => FieldOf(pattern.Value),
        IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: { } value } } } pattern when negated && value.IsNullLiteral() => FieldOf(pattern.Value),
        IFieldReferenceOperation or IPropertyReferenceOperation when negated => FieldOf(condition),
        _ => null,
    };

    private static ISymbol? NullChecked(IBinaryOperation comparison) =>
        comparison.RightOperand.IsNullLiteral() ? FieldOf(comparison.LeftOperand)
        : comparison.LeftOperand.IsNullLiteral() ? FieldOf(comparison.RightOperand)
        : null;

    private static ISymbol? FieldOf(IOperation operation) => operation.Named() is IFieldSymbol or IPropertySymbol ? operation.Named() : null;

    private bool Sets(IOperation branch, ISymbol field)
    {
        if (!assigned.TryGetValue(branch, out var symbols))
        {
            assigned.Add(branch, symbols = new HashSet<ISymbol>(branch.SelfAndBelow().Select(Target).OfType<IOperation>().Select(static target => target.Named()).OfType<ISymbol>(), SymbolEqualityComparer.Default));
        }

        return symbols.Contains(field);
    }

    private static IOperation? Target(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation assignment => assignment.Target,
        ICoalesceAssignmentOperation coalesce => coalesce.Target,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } published => published.Value,
        _ => null,
    };
}
