using System;
using System.Collections.Generic;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>How a worker process ended.</summary>
public sealed class WorkerExitedEventArgs : EventArgs
{
    internal WorkerExitedEventArgs(int workerId, WorkerExitReason reason, WorkerExit exit, long jobs)
    {
        WorkerId = workerId;
        Reason = reason;
        Jobs = jobs;
        ProcessId = exit.ProcessId;
        ExitCode = exit.ExitCode;
        Signal = exit.Signal;
        StandardError = exit.StandardError;
    }

    /// <summary>See <see cref="JobContext.WorkerId"/>.</summary>
    public int WorkerId { get; }

    /// <summary>Why.</summary>
    public WorkerExitReason Reason { get; }

    /// <summary>How many jobs it brought to an end.</summary>
    public long Jobs { get; }

    /// <summary>The process that is no more; 0 if there never was one.</summary>
    public int ProcessId { get; }

    /// <summary>Its exit code; null if there never was a process, or it does not go away.</summary>
    public int? ExitCode { get; }

    /// <summary>The number of the signal that ended it; null on Windows, and if it exited by itself.</summary>
    public int? Signal { get; }

    /// <summary>The last lines that it wrote to its standard error, at most 20.</summary>
    public IReadOnlyList<string> StandardError { get; }
}
