namespace ConcurrencyAnalyzers.Engine;

/// <summary>How the threads of a parallel construct keep out of each other's way while they change one variable.</summary>
internal enum Protection : byte
{
    /// <summary>Not at all: a race.</summary>
    None,

    /// <summary>An operation of the processor that is atomic.</summary>
    Interlocked,

    /// <summary>A lock around the change.</summary>
    Lock,

    /// <summary>A lock around everything that is done for an item.</summary>
    LockAroundAll,

    /// <summary>A collection that takes care of it.</summary>
    Bag,
}
