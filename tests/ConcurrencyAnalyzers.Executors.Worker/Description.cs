namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>What a worker sees of itself.</summary>
public sealed record Description(int ProcessId, int WorkerId, int Attempt, int Processors, string? Variable, string? TraceParent, bool HasInput);
