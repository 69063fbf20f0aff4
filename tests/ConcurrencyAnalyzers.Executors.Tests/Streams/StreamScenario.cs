namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>A small stream, and what goes wrong with it.</summary>
internal sealed record StreamScenario(int Degree, int Buffer, int Items, bool Ordered = true)
{
    /// <summary>Items whose work throws.</summary>
    public int[] Faults { get; init; } = [];

    /// <summary>Whether the source throws where it would end.</summary>
    public bool SourceFaults { get; init; }

    /// <summary>Whether the caller cancels, at any moment.</summary>
    public bool Cancels { get; init; }

    /// <summary>After how many results the reader leaves.</summary>
    public int LeavesAfter { get; init; } = int.MaxValue;

    public int Window => Degree + Buffer;
}
