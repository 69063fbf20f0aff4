using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// How a collection is cut into batches of one size. Groups by a key, levels and the pages of an API are none: there the batch means something.
/// </summary>
/// <param name="Items">What is cut.</param>
/// <param name="Size">What tells how many items a batch has; for a range its end.</param>
/// <param name="IsChunk">The batches are those of <c>Enumerable.Chunk</c>, in sight of the loop.</param>
internal sealed record Batching(IOperation Items, IOperation Size, bool IsChunk)
{
    /// <summary>A sequence of batches: <c>Chunk</c>, or what a library or a project has like it.</summary>
    public static Batching? OfSequence(IOperation batches, MemberOperations member, KnownSymbols symbols)
    {
        var direct = batches.Copied();
        var made = direct is ILocalReferenceOperation { Local: var local } && member.OnlyValue(local) is { } only ? only.Copied() : direct;
        return made is IInvocationOperation call && Cuts(call.TargetMethod, symbols) && call.ArgumentAt(0) is { } items && call.ArgumentAt(1) is { } size
            ? new Batching(items, size, made == direct && call.IsLinq())
            : null;
    }

    /// <summary>One batch, cut out at a place that moves on from one round of the loop to the next.</summary>
    public static Batching? OfSlice(IOperation batch, ILoopOperation loop) => batch.Copied() switch
    {
        IInvocationOperation { TargetMethod.Name: "Take" } take when take.IsLinq() && take.ArgumentAt(0) is { } source && take.ArgumentAt(1) is { } size => OfTake(source.Copied(), size, loop),
        IInvocationOperation { TargetMethod: { Name: "GetRange" or "Slice", IsStatic: false }, Instance: { } list } cut when cut.ArgumentAt(0) is { } from && cut.ArgumentAt(1) is { } size && MovesOn(from, loop) =>
            new Batching(list, size, false),
        IArrayElementReferenceOperation { Indices: [IRangeOperation { LeftOperand: { } from, RightOperand: { } to }] } cut when MovesOn(from, loop) => new Batching(cut.ArrayReference, to, false),
        _ => null,
    };

    /// <summary>Where the slices of a loop begin; null for a batch that is no slice.</summary>
    public static IOperation? StartOf(IOperation batch) => batch.Copied() switch
    {
        IInvocationOperation { TargetMethod.Name: "Take" } take when take.ArgumentAt(0)?.Copied() is IInvocationOperation { TargetMethod.Name: "Skip" } skip => skip.ArgumentAt(1),
        IInvocationOperation { TargetMethod.Name: "Take" } take when take.ArgumentAt(1)?.Unwrapped() is IRangeOperation range => range.LeftOperand,
        IInvocationOperation { TargetMethod: { Name: "GetRange" or "Slice", IsStatic: false } } cut => cut.ArgumentAt(0),
        IArrayElementReferenceOperation { Indices: [IRangeOperation range] } => range.LeftOperand,
        _ => null,
    };

    private static Batching? OfTake(IOperation source, IOperation size, ILoopOperation loop) => (source, size.Unwrapped()) switch
    {
        (_, IRangeOperation { LeftOperand: { } from, RightOperand: { } to }) => MovesOn(from, loop) ? new Batching(source, to, false) : null,
        (IInvocationOperation { TargetMethod.Name: "Skip" } skip, _) when skip.IsLinq() => skip.ArgumentAt(0) is { } items && skip.ArgumentAt(1) is { } from && MovesOn(from, loop) ? new Batching(items, size, false) : null,

        // The rest of the collection takes its place.
        (ILocalReferenceOperation { Local: var rest }, _) when loop.SelfAndBelow().Any(operation => operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment
            && target.Local.IsSameAs(rest) && assignment.Value.Copied() is IInvocationOperation { TargetMethod.Name: "Skip" } skipping && skipping.IsLinq()) => new Batching(source, size, false),
        _ => null,
    };

    private static bool MovesOn(IOperation place, ILoopOperation loop) => place.SelfAndBelow().OfType<ILocalReferenceOperation>().Any(counter =>
    {
        var writes = loop.SelfAndBelow().OfType<ILocalReferenceOperation>().Where(mention => mention.Local.IsSameAs(counter.Local) && mention.IsWritten()).ToList();

        // In steps of one item it is a window that slides: each item is in several.
        return (writes.Count > 0 || loop.Locals.Contains(counter.Local, SymbolEqualityComparer.Default)) && !(counter == place.Unwrapped() && writes.Any(static write => write.Parent is IIncrementOrDecrementOperation));
    });

    /// <summary>By its shape and its name: combinations and sliding windows have the same shape.</summary>
    private static bool Cuts(IMethodSymbol method, KnownSymbols symbols) =>
        method is { IsStatic: true, Parameters: [{ Type: { } source }, { Type.SpecialType: SpecialType.System_Int32 }] }
        && (method.Name == "Buffer" || method.Says("Chunk") || method.Says("Batch"))
        && ElementOf(source, symbols) is { } item && ElementOf(method.ReturnType, symbols) is { } batch && ElementOf(batch, symbols).IsSameAs(item);

    private static ITypeSymbol? ElementOf(ITypeSymbol type, KnownSymbols symbols)
    {
        if (type is IArrayTypeSymbol array)
        {
            return array.ElementType;
        }

        return type.AllInterfaces.Append(type as INamedTypeSymbol)
            .FirstOrDefault(sequence => sequence?.OriginalDefinition is { } definition && (definition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T || definition.IsSameAs(symbols.AsyncEnumerable)))?.TypeArguments[0];
    }
}
