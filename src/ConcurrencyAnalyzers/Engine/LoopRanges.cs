using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Says what a loop runs over, as far as that makes its cost grow. Constant bounds and waiting loops weigh nothing.</summary>
internal static class LoopRanges
{
    /// <summary>The name of the range, or null when the loop does not count.</summary>
    public static string? Of(ILoopOperation loop, LoopChain? outer) => loop switch
    {
        IForEachLoopOperation each => OfCollection(each, outer),
        IForLoopOperation counted => counted.Condition is { } condition ? OfCondition(condition) : null,
        IWhileLoopOperation { Condition: { } condition } => OfCondition(condition),
        IForToLoopOperation => null,
        _ => null,
    };

    private static string? OfCollection(IForEachLoopOperation loop, LoopChain? outer)
    {
        var collection = loop.Collection.Unwrapped();
        if (collection is IArrayCreationOperation || collection.Kind == OperationKind.CollectionExpression || collection.ConstantValue.HasValue)
        {
            return null;
        }

        // The items of an item: both loops together run once over the whole, they are not a product.
        for (var around = outer; around is not null; around = around.Outer)
        {
            foreach (var local in around.Loop.Locals)
            {
                if (collection.Mentions(local))
                {
                    return null;
                }
            }
        }

        return Name(collection);
    }

    private static string? OfCondition(IOperation condition)
    {
        switch (condition.Unwrapped())
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both:
                return OfCondition(both.LeftOperand) ?? OfCondition(both.RightOperand);
            case IBinaryOperation
            {
                OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan
                    or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.NotEquals,
            } comparison when IsNumeric(comparison.LeftOperand.Unwrapped().Type) && IsNumeric(comparison.RightOperand.Unwrapped().Type):
                // The side that is not the counter bounds the loop; a constant there bounds it for good.
                return comparison.RightOperand.ConstantValue.HasValue
                    ? comparison.OperatorKind is BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.NotEquals
                        ? Name(comparison.LeftOperand)
                        : null
                    : Name(comparison.RightOperand);
            default:
                return null;
        }
    }

    public static bool IsNumeric(ITypeSymbol? type) => type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;

    /// <summary>What the loop runs over, whether or not it counts.</summary>
    public static string? NameOf(ILoopOperation loop) => loop switch
    {
        IForEachLoopOperation each => Name(each.Collection.Unwrapped()),
        IForLoopOperation { Condition: { } condition } => OfCondition(condition),
        IWhileLoopOperation { Condition: { } condition } => OfCondition(condition),
        _ => null,
    };

    private static string Name(IOperation range) => range.Unwrapped() switch
    {
        IPropertyReferenceOperation { Property.Name: "Length" or "Count", Instance: { } instance } => Name(instance),
        IInvocationOperation { TargetMethod.Name: "GetLength" or "Count", Instance: { } instance } => Name(instance),
        IInvocationOperation invocation => invocation.TargetMethod.Name,
        IBinaryOperation binary => binary.LeftOperand.ConstantValue.HasValue ? Name(binary.RightOperand) : Name(binary.LeftOperand),
        var other => other.Named()?.Name ?? "a range",
    };
}
