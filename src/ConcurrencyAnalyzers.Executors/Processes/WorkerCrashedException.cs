using System;
using System.Collections.Generic;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>The worker process ended in the middle of a job: it crashed, exited, or somebody killed it. How far the job got is not known.</summary>
public sealed class WorkerCrashedException : Exception
{
    internal WorkerCrashedException(string job, int attempt, WorkerExit exit, string? violation)
        : base($"The worker of the job '{job}' ended in the middle of it (attempt {attempt}). {(violation is null ? "" : $"It was given up, because {violation}. ")}{exit}")
    {
        Job = job;
        Attempt = attempt;
        ProcessId = exit.ProcessId;
        ExitCode = exit.ExitCode;
        Signal = exit.Signal;
        StandardError = exit.StandardError;
    }

    /// <summary>The name of the job.</summary>
    public string Job { get; }

    /// <summary>How many workers the job was given to, this one included.</summary>
    public int Attempt { get; }

    /// <summary>The process that is no more.</summary>
    public int ProcessId { get; }

    /// <summary>Its exit code, 128 and the signal's number if a signal ended it; null if it does not go away.</summary>
    public int? ExitCode { get; }

    /// <summary>The number of the signal that ended it, 9 for one that was killed, 6 for one that .NET ended; null on Windows, and if it exited by itself.</summary>
    public int? Signal { get; }

    /// <summary>The last lines that it wrote to its standard error, at most 20.</summary>
    public IReadOnlyList<string> StandardError { get; }
}
