using System;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>Workers of an executor do not start, so it has given up: several in a row ended before they were ready, or one is not of this program's build. No job is run any more.</summary>
public sealed class WorkerStartException : Exception
{
    internal WorkerStartException(string executor, string reason, Exception? inner = null)
        : base($"The workers of '{executor}' do not start. {reason}", inner)
    {
        Executor = executor;
    }

    /// <summary>The name of the executor.</summary>
    public string Executor { get; }
}
