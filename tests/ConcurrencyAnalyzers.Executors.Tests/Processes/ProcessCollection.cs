namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>Tests that start processes: after all others, because they count the processes and handles that there are.</summary>
[CollectionDefinition(nameof(ProcessCollection), DisableParallelization = true)]
public sealed class ProcessCollection;
