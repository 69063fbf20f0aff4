namespace ConcurrencyAnalyzers.Executors;

/// <summary>What a worker does next.</summary>
internal enum LaneStep
{
    /// <summary>Run <see cref="LaneWorker.Entry"/>, then ask again.</summary>
    Run,

    /// <summary>There is nothing; look again, for a while, before asking to be idle.</summary>
    Search,

    /// <summary>Wait for a signal, then ask again, unless the worker is to leave.</summary>
    Idle,

    /// <summary>End the thread, and say so with <see cref="Lane.Left"/>.</summary>
    Leave,
}
