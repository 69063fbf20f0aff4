namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>What the worker of a slot does.</summary>
internal enum SlotState
{
    /// <summary>There is none, and no thread.</summary>
    Vacant,

    /// <summary>It is started, or its start waits because others have failed.</summary>
    Starting,

    /// <summary>It waits for work.</summary>
    Idle,

    /// <summary>It has work.</summary>
    Busy,

    /// <summary>It is told to end, or killed: it gets nothing more, and what it says does not count.</summary>
    Ending,
}
