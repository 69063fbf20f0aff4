namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>What happens to a small executor of processes.</summary>
/// <param name="Degree">Of the executor.</param>
/// <param name="Batches">How many calls each batch has.</param>
internal sealed record LedgerScenario(int Degree, params int[] Batches)
{
    /// <summary>How often a process may fail to start.</summary>
    public int FailedStarts { get; init; }

    /// <summary>How often a worker may crash.</summary>
    public int Crashes { get; init; }

    public int MaxAttempts { get; init; } = 1;

    /// <summary>How often somebody may cancel the first call.</summary>
    public bool Cancels { get; init; }

    /// <summary>How often a limit may be over.</summary>
    public int Expirations { get; init; }

    public int JobsPerWorker { get; init; } = int.MaxValue;

    /// <summary>Whether the time to drain ends before the calls do.</summary>
    public bool Abandons { get; init; }

    public bool Kills { get; init; }

    /// <summary>So that two calls do not fit into a pipe.</summary>
    public bool IsNarrow { get; init; }

    public override string ToString() =>
        $"degree {Degree}, batches {string.Join(' ', Batches)}, {FailedStarts} failed starts, {Crashes} crashes, {MaxAttempts} attempts, {Expirations} expirations, {JobsPerWorker} jobs{(Cancels ? ", cancels" : "")}{(Abandons ? ", abandons" : "")}{(Kills ? ", kills" : "")}{(IsNarrow ? ", narrow" : "")}";
}
