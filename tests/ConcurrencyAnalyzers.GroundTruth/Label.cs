namespace ConcurrencyAnalyzers.GroundTruth;

/// <summary>What an API is expected to do to its caller, written down before it is observed.</summary>
internal enum Label
{
    /// <summary>Reads or writes content: of a file, a network, a pipe, a process, a console.</summary>
    BlocksIo,

    /// <summary>Opens a file, or asks for or changes what a file system knows about one.</summary>
    BlocksMeta,

    /// <summary>Waits for another thread, another process or a time.</summary>
    BlocksWait,

    /// <summary>Comes back at once.</summary>
    Light,

    /// <summary>Computes for 100 µs or more with the given input.</summary>
    Heavy,
}
