using System;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>The limits that <see cref="WorkerLedger"/> keeps to; null is without limit.</summary>
internal sealed record LedgerLimits
{
    public TimeSpan? Start { get; init; }

    public TimeSpan? Idle { get; init; }

    /// <summary>For jobs that are cancelled, and workers that are told to end.</summary>
    public TimeSpan? Grace { get; init; }

    public int StartFailures { get; init; } = 1;

    public int JobsPerWorker { get; init; } = int.MaxValue;

    /// <summary>How much may be in a pipe that the worker has not answered, beyond one job: no more than it holds for sure, so that nobody waits in a write for a worker that waits in its own.</summary>
    public int Window { get; init; } = 64 << 10;

    /// <summary>How many calls may be in a pipe that the worker has not answered: a socket of Linux counts some hundred bytes for each small frame that is written by itself, and took 254 behind 64 KiB (measured, with buffers of 128 KiB).</summary>
    public int Unanswered { get; init; } = 128;
}
