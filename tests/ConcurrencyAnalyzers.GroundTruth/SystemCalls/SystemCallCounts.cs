namespace ConcurrencyAnalyzers.GroundTruth.SystemCalls;

/// <summary>How many system calls of each kind one repetition made on the calling thread.</summary>
internal sealed class SystemCallCounts
{
    private readonly int[] _counts = new int[Enum.GetValues<SystemCallKind>().Length];

    public int this[SystemCallKind kind] => _counts[(int)kind];

    /// <summary>The calls that wait, and one for spinning: how often a spinning thread offers its processor depends on who else wants it.</summary>
    public int Waits => this[SystemCallKind.Wait] + (this[SystemCallKind.Yield] > 1 ? 1 : 0);

    public void Add(SystemCallKind kind) => _counts[(int)kind]++;
}
