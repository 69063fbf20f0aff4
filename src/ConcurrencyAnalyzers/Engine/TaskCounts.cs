using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Says whether the program itself bounds how many items a collection has, and by how few.</summary>
internal static class TaskCounts
{
    /// <summary>Up to here what is quadratic costs less than a millisecond.</summary>
    private const int Few = 100;

    private const int MaximumSteps = 16;

    /// <summary>Every item that the variable's collection is ever given is written down, or one of a few.</summary>
    public static bool IsFew(ISymbol collection, MemberOperations member, ILoopOperation before) =>
        collection is ILocalSymbol
        && member.ValuesOf(collection).Where(value => !value.IsWithin(before)).ToList() is { Count: > 0 } given
        && given.All(value => IsFew(value, member, MaximumSteps))
        && member.MentionsOf(collection).Where(mention => !mention.IsWithin(before)).All(mention => AddsFew(mention, member));

    /// <summary>The sequence is written down, or counted by a constant.</summary>
    public static bool IsFew(IOperation sequence, MemberOperations member) => IsFew(sequence, member, MaximumSteps);

    private static bool AddsFew(IOperation mention, MemberOperations member) => mention.Parent switch
    {
        IInvocationOperation { TargetMethod.Name: "Add" or "Insert" or "AddLast" or "AddFirst" or "TryAdd" } add when add.Instance == mention => IsInFewRounds(add, member),
        IInvocationOperation { TargetMethod.Name: "AddRange" or "UnionWith" } add when add.Instance == mention => IsInFewRounds(add, member) && add.ArgumentAt(0) is { } added && IsFew(added, member, MaximumSteps),
        IInvocationOperation call => call.Instance == mention,
        IArgumentOperation { Parent: IInvocationOperation call } => call.IsLinq(),
        IConversionOperation { Parent: IArgumentOperation { Parent: IInvocationOperation call } } => call.IsLinq(),
        _ => true,
    };

    /// <summary>Every loop around has a few rounds by a constant.</summary>
    public static bool IsInFewRounds(IOperation part, MemberOperations member)
    {
        for (var loop = part.LoopAround(); loop is not null; loop = loop.LoopAround())
        {
            var isShort = loop switch
            {
                IForEachLoopOperation each => IsFew(each.Collection, member, MaximumSteps),
                IForLoopOperation { Condition: IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual, RightOperand.ConstantValue: { HasValue: true, Value: int rounds } } } => rounds <= Few,
                _ => false,
            };
            if (!isShort)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsFew(IOperation sequence, MemberOperations member, int steps)
    {
        if (steps == 0)
        {
            return false;
        }

        switch (sequence.Copied())
        {
            case IArrayCreationOperation { Initializer: { } written }:
                return written.ElementValues.Length <= Few;
            case IArrayCreationOperation { DimensionSizes: [{ ConstantValue: { HasValue: true, Value: int size } }] }:
                return size <= Few;
            case IObjectCreationOperation made:
                // A capacity says nothing; what is written in an initializer is few.
                return made.Arguments.All(argument => argument.Value.Type?.SpecialType == SpecialType.System_Int32 || IsFew(argument.Value, member, steps - 1));
            case { Kind: OperationKind.CollectionExpression } list:
                return list.ChildOperations.All(element => element is not ISpreadOperation spread || IsFew(spread.Operand, member, steps - 1));
            case IInvocationOperation { TargetMethod.Name: "Range" or "Repeat" } range when range.IsLinq():
                return range.ArgumentAt(1)?.ConstantValue is { HasValue: true, Value: int count } && count <= Few;
            case IInvocationOperation { TargetMethod.Name: "Select" or "Where" or "Distinct" or "OrderBy" or "OrderByDescending" or "Reverse" or "Cast" or "OfType" } query when query.IsLinq():
                return query.ArgumentAt(0) is { } source && IsFew(source, member, steps - 1);
            case ILocalReferenceOperation { Local: var local }:
                return member.OnlyValue(local) is { } value && IsFew(value, member, steps - 1) && member.MentionsOf(local).All(mention => AddsFew(mention, member));
            default:
                return false;
        }
    }
}
