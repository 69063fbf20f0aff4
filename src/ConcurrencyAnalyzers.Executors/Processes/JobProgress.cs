namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>How far a job has come, as it says itself.</summary>
/// <param name="Done">In units of the job's own.</param>
/// <param name="Total">In the same units; 0 where it is not known.</param>
/// <param name="Note">In words; cut off after 1,024 characters on its way.</param>
public readonly record struct JobProgress(long Done, long Total, string? Note);
