using System;
using System.IO;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>A worker that is ready. Members may be used from any thread at once, but for the reading of <see cref="Pipe"/>, which its slot's thread does, and the writing, which has a gate there.</summary>
internal interface IWorkerLink
{
    int WorkerId { get; }

    /// <summary>Frames of both directions.</summary>
    Stream Pipe { get; }

    /// <summary>Bytes of memory, as the system counts them.</summary>
    long WorkingSet { get; }

    /// <summary>Tells it that a job is not wanted any more. Does not wait for more than a small write.</summary>
    void Cancel(long id);

    /// <summary>Tells it to end, and ends a read of <see cref="Pipe"/> that waits.</summary>
    void Close();

    /// <summary>Kills it and what it started, and ends a read of <see cref="Pipe"/> that waits.</summary>
    void Kill();

    /// <summary>Waits for its end, makes it end when the time is over, and releases all that was held for it. Called once, by the slot's thread.</summary>
    WorkerExit Reap(TimeSpan grace);
}
