namespace ConcurrencyAnalyzers.Executors;

/// <summary>An executor without lanes, for <see cref="ExecutorTelemetry"/>.</summary>
internal interface IMeasuredExecutor
{
    string Name { get; }

    long Queued { get; }

    long Running { get; }

    long Workers { get; }
}
