using System;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>How much a sequence gives, as far as the program says.</summary>
internal enum SequenceSize : byte
{
    /// <summary>Somebody has written down how much, or has cut it to a size.</summary>
    Limited,

    /// <summary>As much as somebody else has put into it.</summary>
    Unknown,

    /// <summary>As much as there is in a file, a folder, a table or a stream: nobody holds it in memory before.</summary>
    Unbounded,
}

/// <summary>Looks where the items of a fan-out come from. Whatever hints at a limit counts as one.</summary>
internal sealed class FanOutSource(MemberOperations member, ConcurrencyModel model, CancellationToken cancellationToken)
{
    private const int MaximumSteps = 16;

    // What people call a part of a whole; what somebody has set up, or has chosen a number of.
    private static readonly string[] Parts = ["Batch", "Chunk", "Page", "Part", "Slice", "Segment", "Window", "Group"];

    private static readonly string[] Chosen = ["Worker", "Shard", "Replica", "Partition", "Endpoint", "Setting", "Option", "Config"];

    private static readonly string[] Lasting = ["Socket", "Client", "Connection", "Stream", "Session", "Context", "Func", "Action"];

    private static readonly string[] Configuring = ["Options", "Settings", "Configuration", "Config"];

    public SequenceSize SizeOf(FanOut fanOut)
    {
        // One who reads row by row, or waits for each item to come, holds no collection whose length could be known.
        if (fanOut.IsReading)
        {
            return IsStream(fanOut.Source.Unwrapped().Type) ? SequenceSize.Unbounded : SequenceSize.Unknown;
        }

        var size = SizeOf(fanOut.Source, MaximumSteps);
        return size == SequenceSize.Unknown && fanOut.Loop is IForEachLoopOperation { IsAsynchronous: true } && Origin(fanOut.Source) is not IInvocationOperation { TargetMethod.Name: "WhenEach" } ? SequenceSize.Unbounded : size;
    }

    /// <summary>Items that others put in as long as the program runs. An item that stands for a connection is served as long as that lasts, however many there are.</summary>
    public static bool IsQueue(IOperation source)
    {
        var made = Origin(source);
        while (made is IInvocationOperation { TargetMethod.Name: "WithCancellation" or "ConfigureAwait" } same && (same.Instance ?? same.ArgumentAt(0)) is { } inner)
        {
            made = Origin(inner);
        }

        var type = made is IInvocationOperation call && (IsUnbounded(call.TargetMethod) && call.TargetMethod.Name is "GetConsumingEnumerable" or "ReadAllAsync") ? (call.Instance ?? call.ArgumentAt(0))?.Unwrapped().Type : made.Type;
        return type is INamedTypeSymbol { TypeArguments: [{ } item] } && IsStream(type) && !Array.Exists(Lasting, item.Says);
    }

    /// <summary>What a person calls the sequence.</summary>
    public string NameOf(IOperation sequence)
    {
        for (var current = Origin(sequence); ; current = Origin(current))
        {
            switch (current)
            {
                case IInvocationOperation call when IsQuery(call) && call.ArgumentAt(0) is { } source:
                    current = source;
                    break;
                case IInvocationOperation { TargetMethod: var method }:
                    return Naming.Name(method, model.Symbols);
                default:
                    return current.Named()?.Name ?? "the sequence";
            }
        }
    }

    private SequenceSize SizeOf(IOperation sequence, int steps)
    {
        var made = Origin(sequence);
        return steps == 0 || TaskCounts.IsFew(made, member) || made.Type is { Name: "IGrouping" or "ReadOnlySpan" or "Span" } ? SequenceSize.Limited : made switch
        {
            IInvocationOperation call => OfCall(call, steps),
            ILocalReferenceOperation { Local: var local } => OfLocal(local, steps),
            IParameterReferenceOperation { Parameter: var parameter } => OfParameter(parameter),
            IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } reference => OfMember(reference, steps),
            IConditionalOperation { WhenFalse: { } other } choice => Larger(SizeOf(choice.WhenTrue, steps - 1), SizeOf(other, steps - 1)),
            ICoalesceOperation choice => Larger(SizeOf(choice.Value, steps - 1), SizeOf(choice.WhenNull, steps - 1)),
            IAnonymousFunctionOperation or ILiteralOperation => SequenceSize.Limited,
            _ when IsTable(made.Type) => SequenceSize.Unbounded,
            _ => SequenceSize.Unknown,
        };
    }

    private SequenceSize OfCall(IInvocationOperation call, int steps)
    {
        var method = call.TargetMethod;
        if (IsQuery(call))
        {
            return method.Name switch
            {
                "Range" or "Repeat" or "InfiniteSequence" or "Sequence" => OfRange(call, steps),
                "Take" or "TakeLast" or "Chunk" or "GroupBy" or "Buffer" or "Batch" or "Empty" or "ToLookup" or "Index" => SequenceSize.Limited,
                "Concat" or "Union" or "UnionBy" when call.ArgumentAt(0) is { } first && call.ArgumentAt(1) is { } second => Larger(SizeOf(first, steps - 1), SizeOf(second, steps - 1)),

                // A filter may leave two items of a million.
                "Where" or "OfType" or "SkipWhile" or "TakeWhile" or "Except" or "ExceptBy" or "Intersect" or "IntersectBy" or "Join" or "SelectMany" when call.ArgumentAt(0) is { } source =>
                    SizeOf(source, steps - 1) is var size && IsOfQuery(source) ? Smaller(size, SequenceSize.Unknown) : size,
                _ when call.ArgumentAt(0) is { } source => SizeOf(source, steps - 1),
                _ => SequenceSize.Unknown,
            };
        }

        if (IsUnbounded(method))
        {
            return SequenceSize.Unbounded;
        }

        // As it was given, at another pace.
        if (method.Name is "WithCancellation" or "ConfigureAwait" or "AsAsyncEnumerable" or "AsEnumerable" or "ToAsyncEnumerable" or "AsNoTracking" or "AsTracking" or "AsSplitQuery" or "Include" or "ThenInclude" or "ToListAsync" or "ToArrayAsync" or "ToBlockingEnumerable"
            && (call.Instance ?? call.ArgumentAt(0)) is { } same)
        {
            return SizeOf(same, steps - 1);
        }

        if (method is { Name: "GetPartitions" or "GetDynamicPartitions" or "GetValues" or "GetNames" } || IsChosen(method) || method.ContainingType.Name == "Enum")
        {
            return SequenceSize.Limited;
        }

        if (model.Symbols.IsOwn(method) && !method.IsVirtual && !method.IsAbstract && model.Bodies.OnlyResult(method.OriginalDefinition, cancellationToken) is { } result
            && new FanOutSource(MemberOperations.Around(result), model, cancellationToken).SizeOf(result, steps - 1) is not SequenceSize.Unknown and var known)
        {
            return known;
        }

        return IsTable(method.ReturnType) ? SequenceSize.Unbounded : SequenceSize.Unknown;
    }

    /// <summary>A number that is not taken from another collection is somebody's choice: so many workers, so many tries.</summary>
    private SequenceSize OfRange(IInvocationOperation range, int steps) => range.ArgumentAt(1)?.Unwrapped() switch
    {
        { ConstantValue.HasValue: true } => SequenceSize.Unknown,
        IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } counted } => SizeOf(counted, steps - 1),
        IInvocationOperation { TargetMethod.Name: "Count" } counting when counting.IsLinq() && counting.ArgumentAt(0) is { } counted => SizeOf(counted, steps - 1),
        _ => SequenceSize.Limited,
    };

    private SequenceSize OfLocal(ILocalSymbol local, int steps)
    {
        if (IsChosen(local) || IsItemOfLoop(local))
        {
            return SequenceSize.Limited;
        }

        var values = member.ValuesOf(local).ToList();
        return values.Count == 1 && !IsNew(values[0]) ? SizeOf(values[0], steps - 1)
            : values.Count > 1 ? values.Select(value => IsNew(value) ? SequenceSize.Unknown : SizeOf(value, steps - 1)).Aggregate(SequenceSize.Limited, Larger) is SequenceSize.Limited ? SequenceSize.Limited : SequenceSize.Unknown
            : SequenceSize.Unknown;
    }

    private SequenceSize OfParameter(IParameterSymbol parameter) =>
        parameter.IsParams || IsChosen(parameter) || (parameter.ContainingSymbol is IMethodSymbol method && (method.Name is "Main" or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName || IsPartOfQuery(method)))
            ? SequenceSize.Limited
            : IsTable(parameter.Type) ? SequenceSize.Unbounded : SequenceSize.Unknown;

    private SequenceSize OfMember(IMemberReferenceOperation reference, int steps)
    {
        var symbol = reference.Member;
        if (IsChosen(symbol) || Array.Exists(Configuring, word => symbol.ContainingType.Name.EndsWith(word, StringComparison.Ordinal)))
        {
            return SequenceSize.Limited;
        }

        if (IsTable(reference.Type))
        {
            return SequenceSize.Unbounded;
        }

        // What is written where a field begins stays so only when nobody can put another in its place.
        if (model.Symbols.IsOwn(symbol) && symbol is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null } && symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declared)
        {
            var written = symbol is IPropertySymbol { GetMethod: { } getter } ? model.Bodies.OnlyResult(getter, cancellationToken) : null;
            written ??= declared.DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.EqualsValueClauseSyntax>().FirstOrDefault() is { } value ? model.Bodies.OperationOf(value, cancellationToken) is ISymbolInitializerOperation { Value: var given } ? given : null : null;
            if (written is not null && !IsNew(written) && new FanOutSource(MemberOperations.Around(written), model, cancellationToken).SizeOf(written, steps - 1) is not SequenceSize.Unknown and var known)
            {
                return known;
            }
        }

        return SequenceSize.Unknown;
    }

    private static bool IsChosen(ISymbol symbol) => Array.Exists(Parts, word => symbol.Name.EndsWith(word, StringComparison.OrdinalIgnoreCase)) || Array.Exists(Chosen, symbol.Says);

    /// <summary>An empty collection that is filled later.</summary>
    private static bool IsNew(IOperation value) => value.IsEmptyList() || value.Unwrapped() is IArrayCreationOperation { Initializer: null };

    private bool IsItemOfLoop(ILocalSymbol local) => local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is Microsoft.CodeAnalysis.CSharp.Syntax.ForEachStatementSyntax;

    // The item of a query over batches, groups or tables.
    private static bool IsPartOfQuery(IMethodSymbol method) => method.MethodKind == MethodKind.AnonymousFunction
        && method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { Parent: Microsoft.CodeAnalysis.CSharp.Syntax.ArgumentSyntax { Parent.Parent: Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax { Expression: Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" or "SelectMany" or "ForEach" or "ForEachAsync" } } } };

    private static bool IsUnbounded(IMethodSymbol method) => (method.ContainingType.Name, method.Name) switch
    {
        ("File", "ReadLines" or "ReadLinesAsync") => IsIn(method, "System", "IO"),
        ("Directory" or "DirectoryInfo", "EnumerateFiles" or "EnumerateDirectories" or "EnumerateFileSystemEntries" or "EnumerateFileSystemInfos") => IsIn(method, "System", "IO"),
        ("BlockingCollection", "GetConsumingEnumerable") => IsIn(method, "Collections", "Concurrent"),
        ("ChannelReader" or "ChannelReaderExtensions", "ReadAllAsync") => IsIn(method, "Threading", "Channels"),
        _ => false,
    };

    private static bool IsIn(IMethodSymbol method, string around, string space) => method.ContainingNamespace is { ContainingNamespace: var outer } own && own.Name == space && outer?.Name == around;

    /// <summary>All rows that there are; a query over them has its own type, which nobody needs to see.</summary>
    private static bool IsTable(ITypeSymbol? type) => type is { Name: "DbSet", ContainingNamespace.Name: "EntityFrameworkCore" or "Entity" };

    /// <summary>What is read bit by bit: rows of a table, messages of a channel.</summary>
    private static bool IsStream(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current is { Name: "DbDataReader", ContainingNamespace.Name: "Common" } or { Name: "ChannelReader", ContainingNamespace.Name: "Channels" } or { Name: "BlockingCollection", ContainingNamespace.Name: "Concurrent" })
            {
                return true;
            }
        }

        return type is { Name: "IDataReader", ContainingNamespace.Name: "Data" };
    }

    private static bool IsOfQuery(IOperation source) => Origin(source) is var made && (IsTable(made.Type) || made.Type is { Name: "IQueryable" or "IOrderedQueryable" or "IIncludableQueryable" });

    private static bool IsQuery(IInvocationOperation call) => call.TargetMethod is { IsStatic: true, ContainingType: { Name: "Enumerable" or "Queryable" or "AsyncEnumerable" or "ParallelEnumerable", ContainingNamespace: { Name: "Linq" } } };

    /// <summary>What an expression holds once it is awaited and copied.</summary>
    private static IOperation Origin(IOperation sequence)
    {
        while (sequence.Copied() is var made)
        {
            if (made is not IAwaitOperation { Operation: { } task })
            {
                return made;
            }

            sequence = task;
        }

        return sequence;
    }

    private static SequenceSize Larger(SequenceSize left, SequenceSize right) => left > right ? left : right;

    private static SequenceSize Smaller(SequenceSize left, SequenceSize right) => left < right ? left : right;
}
