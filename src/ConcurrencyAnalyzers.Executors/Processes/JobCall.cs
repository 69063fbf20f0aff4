using System;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>A call of a job as <see cref="WorkerLedger"/> sees it: what it may cost, and how far it is.</summary>
internal abstract class JobCall(TimeSpan? timeout, int maxAttempts)
{
    /// <summary>How long it may run; null for as long as it takes.</summary>
    public TimeSpan? Timeout { get; } = timeout;

    public int MaxAttempts { get; } = maxAttempts;

    /// <summary>What it takes in a pipe.</summary>
    public abstract int FrameBytes { get; }

    // The rest is the ledger's to write.

    public JobState State { get; set; }

    /// <summary>From 1.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>What the worker knows it by, once it is sent.</summary>
    public long Id { get; set; }

    /// <summary>Whose it is, once it is sent.</summary>
    public WorkerSlot? Slot { get; set; }

    /// <summary>When its caller, or the executor, gave up on it; null if nobody did.</summary>
    public TimeSpan? CanceledAt { get; set; }

    /// <summary>Whether the executor, not the caller, gave up on it first.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Whether it came back from a worker that was gone before it could have it. Free of charge once: an input that ends each worker that reads it is not to go around forever.</summary>
    public bool WasReturned { get; set; }
}
