using System;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>An executor whose queue was full refused work, as <see cref="QueueFull.Reject"/> asks. The work did not run and will not.</summary>
public sealed class ExecutorRejectedException : InvalidOperationException
{
    internal ExecutorRejectedException(string executor, int capacity)
        : base($"The executor '{executor}' has no room: as much runs as may, and {capacity} wait.")
    {
        Executor = executor;
    }

    /// <summary>The name of the executor that refused.</summary>
    public string Executor { get; }
}
