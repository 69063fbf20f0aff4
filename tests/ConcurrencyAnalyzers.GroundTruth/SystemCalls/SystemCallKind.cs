namespace ConcurrencyAnalyzers.GroundTruth.SystemCalls;

/// <summary>What a system call does to the thread that makes it.</summary>
internal enum SystemCallKind
{
    /// <summary>Neither reads, nor writes, nor waits: memory, identities, clocks, descriptors, waking others.</summary>
    Other,
    Content,
    Metadata,
    Network,
    Process,
    Wait,

    /// <summary>Offers the processor to others. Once is a courtesy, more than once in one call is waiting.</summary>
    Yield,
}
