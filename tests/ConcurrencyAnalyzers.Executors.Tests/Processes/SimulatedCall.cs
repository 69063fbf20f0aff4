using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>A call that counts how often it ends and runs.</summary>
internal sealed class SimulatedCall(string name, int maxAttempts) : JobCall(TimeSpan.FromTicks(1), maxAttempts)
{
    public string Name => name;

    public override int FrameBytes => 10;

    /// <summary>How often it has got an outcome.</summary>
    public int Ends { get; set; }

    /// <summary>How often a worker has begun it.</summary>
    public int Runs { get; set; }

    public override string ToString() => $"{name}:{State}{Attempt}{(CanceledAt is null ? "" : "c")}{(WasReturned ? "r" : "")} {Ends}/{Runs}";
}
