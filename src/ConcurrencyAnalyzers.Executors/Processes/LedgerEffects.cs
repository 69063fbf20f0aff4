using System;
using System.Collections.Generic;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>The duties that come of a step of the ledger which concerns more than one worker: carried out after it, each once.</summary>
internal sealed class LedgerEffects
{
    /// <summary>Calls that end, and how.</summary>
    public List<(JobCall Call, JobEnd End)> Ended { get; } = [];

    /// <summary>Workers that have got work.</summary>
    public List<WorkerSlot> Dispatched { get; } = [];

    /// <summary>Slots whose thread is to be started.</summary>
    public List<WorkerSlot> Started { get; } = [];

    /// <summary>Workers that are to be told to end.</summary>
    public List<WorkerSlot> Closed { get; } = [];

    /// <summary>Workers that are to be killed.</summary>
    public List<WorkerSlot> Killed { get; } = [];

    /// <summary>Calls whose worker is to be told that they are cancelled.</summary>
    public List<JobCall> Canceled { get; } = [];

    /// <summary>For the thread of the slot: after how long it starts another process; null if it ends.</summary>
    public TimeSpan? RestartsAfter { get; set; }
}
