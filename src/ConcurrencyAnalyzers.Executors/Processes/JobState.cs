namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>How far a call of a job is. It only goes down this list, but for a job that is given to another worker.</summary>
internal enum JobState
{
    /// <summary>Not handed in yet.</summary>
    New,

    /// <summary>In the queue, or on a worker's list; no worker has heard of it.</summary>
    Queued,

    /// <summary>A worker has it, or is about to. Only that worker's thread ends it.</summary>
    Sent,

    /// <summary>It has its outcome, or somebody has the duty to give it one.</summary>
    Ended,
}
