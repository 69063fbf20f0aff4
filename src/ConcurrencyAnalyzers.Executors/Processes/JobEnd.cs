namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>How a call ends that no worker has answered.</summary>
internal enum JobEnd
{
    /// <summary>Its caller cancelled it.</summary>
    Canceled,

    /// <summary>The executor ended.</summary>
    Stopped,

    /// <summary>It was over its time.</summary>
    TimedOut,

    /// <summary>Its worker ended in the middle of it, as did as many others as it may have.</summary>
    Crashed,

    /// <summary>There are no workers, because they do not start.</summary>
    NotStarted,
}
