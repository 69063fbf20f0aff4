using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>How many threads a parallel loop or query is told to use.</summary>
internal static class ParallelDegree
{
    /// <summary>The code says one thread, which is how people make such a construct sequential.</summary>
    public static bool IsOne(IInvocationOperation construct, KnownSymbols symbols) => Of(construct, symbols)?.ConstantValue is { HasValue: true, Value: 1 };

    /// <summary>The value of the degree, where the code shows it; null where there is none, or it comes from elsewhere.</summary>
    public static IOperation? Of(IInvocationOperation construct, KnownSymbols symbols)
    {
        if (construct.IsPlinq())
        {
            return OfQuery(construct);
        }

        var options = construct.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.IsSameAs(symbols.ParallelOptions) == true)?.Value.Unwrapped();
        return Followed(options switch
        {
            IObjectCreationOperation creation => InInitializer(creation),
            ILocalReferenceOperation local => InLocal(local),
            _ => null,
        });
    }

    /// <summary>In words, by how much a degree is more than the cores of an ordinary machine, or not up to the machine at all; null where it is neither.</summary>
    public static string? Excess(IOperation degree)
    {
        switch (degree.Unwrapped())
        {
            case { ConstantValue: { HasValue: true, Value: int number } }:
                return number > ManyCores ? "the same on every machine" : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product:
                return (IsCores(product.LeftOperand) && IsSeveral(product.RightOperand)) || (IsCores(product.RightOperand) && IsSeveral(product.LeftOperand)) ? "more than there are cores" : null;
            default:
                return null;
        }
    }

    // Where a machine has that many cores or more, it is meant for such work, and knows how many.
    private const int ManyCores = 8;

    private static bool IsCores(IOperation operand) => operand.Unwrapped() is IPropertyReferenceOperation { Property: { Name: "ProcessorCount", ContainingType.Name: "Environment" } };

    private static bool IsSeveral(IOperation operand) => operand.ConstantValue is { HasValue: true, Value: int and > 1 };

    private static IOperation? OfQuery(IInvocationOperation operation)
    {
        // A query has one degree, wherever in it that is said.
        var outermost = operation;
        while (outermost.Parent is IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation next } && next.IsPlinq())
        {
            outermost = next;
        }

        for (var call = outermost; call is not null && call.IsPlinq(); call = call.ArgumentAt(0)?.Unwrapped() as IInvocationOperation)
        {
            if (call.TargetMethod.Name == "WithDegreeOfParallelism")
            {
                return Followed(call.ArgumentAt(1)?.Unwrapped());
            }
        }

        return null;
    }

    /// <summary>What a variable holds that is there for the degree alone.</summary>
    private static IOperation? Followed(IOperation? degree) =>
        degree is ILocalReferenceOperation { Local: { IsConst: false } local } reference && MemberOperations.Around(reference) is var operations && operations.MentionsOf(local).Take(2).Count() == 1
            ? operations.OnlyValue(local)?.Unwrapped() ?? degree
            : degree;

    private static IOperation? InInitializer(IObjectCreationOperation creation) =>
        creation.Initializer?.Initializers.Select(static initializer => initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: LoopDegree.Property } } set ? set.Value.Unwrapped() : null)
            .FirstOrDefault(static value => value is not null);

    /// <summary>The last one that is set on the variable, where it is set in one place only.</summary>
    private static IOperation? InLocal(ILocalReferenceOperation place)
    {
        var operations = MemberOperations.Around(place);
        var mentions = operations.MentionsOf(place.Local).ToList();
        var set = mentions.Select(static mention => mention.Parent is IPropertyReferenceOperation { Property.Name: LoopDegree.Property, Parent: ISimpleAssignmentOperation assignment } property && assignment.Target == property ? assignment.Value.Unwrapped() : null)
            .OfType<IOperation>().ToList();
        var created = operations.OnlyValue(place.Local)?.Unwrapped() as IObjectCreationOperation;
        return created is null ? null
            : set.Count == 0 ? InInitializer(created)
            : set.Count == 1 && InInitializer(created) is null ? set[0]
            : null;
    }
}
