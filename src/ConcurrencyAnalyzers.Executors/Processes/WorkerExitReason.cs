namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>Why a worker process ended.</summary>
public enum WorkerExitReason
{
    /// <summary>By itself: it crashed, exited, was killed by somebody else, or sent what is no frame.</summary>
    Crashed,

    /// <summary>It did not get through its start.</summary>
    FailedToStart,

    /// <summary>It was killed, because a job was over its time.</summary>
    TimedOut,

    /// <summary>It was killed, because a job was cancelled and did not heed that in time.</summary>
    CancellationIgnored,

    /// <summary>It had done as many jobs, or had as much memory, as the options allow.</summary>
    Recycled,

    /// <summary>There was nothing to do for as long as the options say.</summary>
    Idle,

    /// <summary>The executor ended.</summary>
    Stopped,
}
