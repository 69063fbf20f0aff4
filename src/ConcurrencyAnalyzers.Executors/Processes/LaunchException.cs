using System;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>A process did not become a worker.</summary>
/// <param name="message">Why, in a sentence.</param>
/// <param name="exit">How it ended.</param>
/// <param name="isFinal">Whether another would not, either.</param>
/// <param name="inner">What was thrown.</param>
internal sealed class LaunchException(string message, WorkerExit exit, bool isFinal, Exception? inner = null) : Exception(message, inner)
{
    public WorkerExit Exit { get; } = exit;

    public bool IsFinal { get; } = isFinal;
}
