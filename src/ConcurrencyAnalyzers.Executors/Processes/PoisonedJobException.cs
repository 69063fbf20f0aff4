using System;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>A job was tried as often as it may be, and each time its worker ended in the middle of it. It is not tried again. The inner exception tells of the last time.</summary>
public sealed class PoisonedJobException : Exception
{
    internal PoisonedJobException(string job, int attempts, WorkerCrashedException last)
        : base($"The job '{job}' has ended {attempts} workers, and is not given to another. {last.Message}", last)
    {
        Job = job;
        Attempts = attempts;
    }

    /// <summary>The name of the job.</summary>
    public string Job { get; }

    /// <summary>How many workers it was given to.</summary>
    public int Attempts { get; }
}
