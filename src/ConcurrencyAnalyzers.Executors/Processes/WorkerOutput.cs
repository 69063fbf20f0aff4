namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>A line that a worker wrote.</summary>
/// <param name="WorkerId">See <see cref="JobContext.WorkerId"/>.</param>
/// <param name="IsError">Whether to its standard error, not its standard output.</param>
/// <param name="Line">Without its end; what is longer than 4,096 characters comes in pieces.</param>
public readonly record struct WorkerOutput(int WorkerId, bool IsError, string Line);
