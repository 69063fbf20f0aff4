using System;
using System.Collections.Generic;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>The place of one worker, in which one process follows another. All is the ledger's to write.</summary>
internal sealed class WorkerSlot(int index)
{
    public int Index { get; } = index;

    public SlotState State { get; set; }

    /// <summary>When it came into its state.</summary>
    public TimeSpan Since { get; set; }

    /// <summary>What the worker was given and has not heard of, because more would not fit into the pipe: nobody may have to wait for a worker that waits for him.</summary>
    public Queue<JobCall> Assigned { get; } = new();

    /// <summary>What the worker has, in the order in which it does it.</summary>
    public Queue<JobCall> Sent { get; } = new();

    /// <summary>What those take in the pipe.</summary>
    public long SentBytes { get; set; }

    /// <summary>When the first of those became the first.</summary>
    public TimeSpan HeadSince { get; set; }

    /// <summary>How many jobs the process brought to an end.</summary>
    public long Jobs { get; set; }

    /// <summary>Why the process ends, if that was decided here.</summary>
    public WorkerExitReason? Verdict { get; set; }

    /// <summary>Whether the process was, or is about to be, killed.</summary>
    public bool IsKilled { get; set; }
}
