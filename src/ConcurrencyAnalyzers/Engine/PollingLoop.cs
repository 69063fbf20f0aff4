using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>How a loop spends the time until it looks again. Where it has several ways, the one that its thread feels most.</summary>
internal enum Pause : byte
{
    /// <summary>Nothing at all, or the rest of the time slice is given away.</summary>
    Spin,

    /// <summary>What is made for waits that are shorter than a change of threads: <c>SpinWait</c>.</summary>
    Backoff,

    /// <summary>The asynchronous form of spinning: back to the scheduler, and on.</summary>
    Yield,

    /// <summary>An asynchronous delay: the thread is free.</summary>
    Delay,
    Sleep,
}

/// <summary>What a condition reads that another party may change.</summary>
internal enum WatchedKind : byte
{
    /// <summary>A field, a property that is one, or a variable.</summary>
    State,

    /// <summary>A member of this compilation that has to be looked through.</summary>
    Member,
    Task,
    Thread,
    Process,

    /// <summary>An event, a semaphore: whatever could be waited for as it is.</summary>
    Signal,
    Collection,
    Token,
}

/// <param name="Kind">What it is.</param>
/// <param name="Symbol">What stands for it.</param>
internal readonly record struct Watched(WatchedKind Kind, ISymbol Symbol);

/// <summary>A loop that does nothing but wait, as far as its body can tell: what it looks at, and what it does in between.</summary>
internal sealed class PollingLoop
{
    /// <summary>The loop, or the call of <c>SpinWait.SpinUntil</c>.</summary>
    public required SyntaxNode Syntax { get; init; }

    public required Pause Pause { get; init; }

    /// <summary>The places where it waits; empty when it only spins.</summary>
    public ImmutableArray<SyntaxNode> Pauses { get; init; } = [];

    /// <summary>The API that it waits with.</summary>
    public IMethodSymbol? PausedBy { get; init; }

    /// <summary>In the order in which the conditions read them; never empty.</summary>
    public required ImmutableArray<Watched> Watched { get; init; }

    public required CallTraits Traits { get; init; }

    /// <summary>Does something whenever a collection has something in it, and waits when it has nothing.</summary>
    public bool Consumes { get; init; }

    /// <summary>The number of rounds is limited.</summary>
    public bool Counts { get; init; }

    /// <summary>A delay that ends with a token, too.</summary>
    public bool ObeysToken { get; init; }

    /// <summary>There is nothing in it but its condition and its pauses.</summary>
    public bool IsBare { get; init; }
}
