namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>A type of the executors beside what the BCL has for the same work.</summary>
/// <param name="Name">What the command line calls it, and the file of its figures.</param>
/// <param name="What">What is done, in one line above the figures.</param>
/// <param name="Sides">At least two. They take turns.</param>
/// <param name="Targets">In the order in which they are shown.</param>
internal sealed record Comparison(string Name, string What, Side[] Sides, Target[] Targets)
{
    /// <summary>Whether each side of each round has a process of its own, because it changes the pool for good. Otherwise the sides take turns within a process.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>How many rounds are measured, unless the command line says.</summary>
    public int Rounds { get; init; } = 21;
}
