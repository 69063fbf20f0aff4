namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>
/// Every order of what can happen to executors small enough to try them all. In each state: no call has two outcomes, work and a worker that waits for it do not exist together. In each end: every call has its outcome,
/// and nothing is left (<see cref="LedgerSimulation"/>).
/// </summary>
public sealed class WorkerLedgerInterleavingTests(ITestOutputHelper output)
{
    [Fact]
    public void All_calls_run_once() => Explore(new(1, 1, 1), new(2, 1, 1), new(2, 2, 1), new(1, 3), new(1, 3) { IsNarrow = true }, new(2, 1, 1, 1) { JobsPerWorker = 1 });

    [Fact]
    public void Crashes() => Explore(
        new(1, 1, 1) { Crashes = 2 }, new(1, 2) { Crashes = 2, MaxAttempts = 2 }, new(2, 2, 1) { Crashes = 1 }, new(1, 3) { Crashes = 1, IsNarrow = true, MaxAttempts = 2 }, new(2, 1, 1) { Crashes = 2, MaxAttempts = 2 });

    [Fact]
    public void Failed_starts() => Explore(new(1, 1) { FailedStarts = 1 }, new(1, 1, 1) { FailedStarts = 2 }, new(2, 1, 1) { FailedStarts = 2 }, new(2, 1, 1) { FailedStarts = 1, Crashes = 1 });

    [Fact]
    public void Cancellations() => Explore(
        new(1, 1, 1) { Cancels = true }, new(1, 2) { Cancels = true, Crashes = 1, MaxAttempts = 2 }, new(2, 1, 1) { Cancels = true, Expirations = 1 }, new(1, 2) { Cancels = true, IsNarrow = true });

    [Fact]
    public void Limits() => Explore(new(1, 1, 1) { Expirations = 2 }, new(1, 2, 1) { Expirations = 1 }, new(2, 1, 1) { Expirations = 2 }, new(2, 2, 1) { Expirations = 1, Crashes = 1, MaxAttempts = 2 });

    [Fact]
    public void Disposals() => Explore(
        new(1, 1, 1) { Abandons = true }, new(2, 2, 1) { Abandons = true }, new(1, 2) { Abandons = true, Crashes = 1, MaxAttempts = 2 }, new(2, 1, 1) { Abandons = true, Cancels = true, Expirations = 1 },
        new(1, 1) { Abandons = true, FailedStarts = 2 });

    [Fact]
    public void Kills() => Explore(
        new(1, 1, 1) { Kills = true }, new(2, 2, 1) { Kills = true }, new(1, 2) { Kills = true, Crashes = 1, MaxAttempts = 2 }, new(2, 1, 1) { Kills = true, Cancels = true, Expirations = 1 },
        new(1, 1) { Kills = true, FailedStarts = 2 });

    private void Explore(params LedgerScenario[] scenarios)
    {
        var states = scenarios.Sum(static scenario => (long)LedgerSimulation.Explore(scenario));
        output.WriteLine($"{scenarios.Length} executors, {states:#,0} states");
        Assert.True(states > scenarios.Length);
    }
}
