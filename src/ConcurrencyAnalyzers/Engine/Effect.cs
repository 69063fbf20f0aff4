namespace ConcurrencyAnalyzers.Engine;

/// <summary>What a piece of code can do to the thread that runs it. The order is the order in which people are told.</summary>
internal enum Effect : byte
{
    Network,
    Database,
    Process,
    StandardInput,
    File,

    /// <summary>I/O whose kind only the receiver knows: a <c>Stream</c> that could be anything.</summary>
    Stream,
    JoinTask,
    Sleep,
    Wait,

    /// <summary>File metadata and opening: microseconds when warm, milliseconds on a network drive.</summary>
    Metadata,
    Console,
    Lock,
    Computes,

    /// <summary>Asynchronous I/O: the thread is free while it lasts.</summary>
    AwaitsIo,
}

/// <summary>How sure the evidence is. Reports need <see cref="Likely"/> unless an option asks for more or less.</summary>
internal enum Strength : byte
{
    Never,
    Maybe,
    Likely,
    Definite,
}

/// <summary>How often an effect happens when the code runs.</summary>
internal enum Frequency : byte
{
    /// <summary>At most once in the life of the process or the object: lazy initialisation.</summary>
    Once,

    /// <summary>Whenever a cache lacks the value, or has one that is too old.</summary>
    PerMiss,
    PerCall,
    PerIteration,
}
