namespace ConcurrencyAnalyzers.Executors;

/// <summary>A <see cref="WorkQueue{T}"/> of whatever items, for <see cref="ExecutorTelemetry"/>.</summary>
internal interface INamedQueue
{
    string? Name { get; }

    int Unfinished { get; }
}
