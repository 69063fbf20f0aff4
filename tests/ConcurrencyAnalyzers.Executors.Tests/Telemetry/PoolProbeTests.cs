using System.Diagnostics;

namespace ConcurrencyAnalyzers.Executors.Tests;

public sealed class PoolProbeTests
{
    private readonly ManualTime time = new();
    private readonly Queue<Action> pool = new();
    private readonly List<PoolStarvation> warnings = [];

    [Fact]
    public void An_item_is_measured_from_when_it_is_queued_to_when_it_runs()
    {
        using var probe = Create();
        Assert.Equal(Milliseconds(500), probe.Step());
        Assert.Empty(pool);
        time.Advance(Milliseconds(500));
        probe.Step();
        time.Advance(Milliseconds(30));
        Assert.Equal(Milliseconds(30), probe.Delay);
        pool.Dequeue()();
        Assert.Equal(Milliseconds(30), probe.Delay);
        Assert.Equal(1, probe.Count);

        // The next one after the interval, and never two at a time.
        Assert.Equal(Milliseconds(500), probe.Step());
        time.Advance(Milliseconds(500));
        probe.Step();
        probe.Step();
        time.Advance(Milliseconds(10));
        Assert.Single(pool);
        pool.Dequeue()();
        Assert.Equal(Milliseconds(10), probe.Delay);
        Assert.Equal(Milliseconds(30), probe.LongestDelay);
        Assert.Empty(warnings);
    }

    [Fact]
    public void A_pool_that_does_not_run_the_item_is_reported_once_while_it_does_not()
    {
        using var probe = Create();
        time.Advance(Milliseconds(500));
        probe.Step();
        time.Advance(Milliseconds(100));
        probe.Step();
        Assert.Empty(warnings);
        time.Advance(Milliseconds(50));
        probe.Step();
        time.Advance(Milliseconds(5_000));
        probe.Step();
        var warning = Assert.Single(warnings);
        Assert.Equal(Milliseconds(150), warning.Delay);
        Assert.Equal(1, probe.Starvations);
        Assert.Equal(Milliseconds(5_150), probe.Delay);
        pool.Dequeue()();
        Assert.Equal(1, probe.Starvations);
        Assert.Equal(Milliseconds(5_150), probe.LongestDelay);

        // Each item has a warning of its own.
        time.Advance(Milliseconds(500));
        probe.Step();
        time.Advance(Milliseconds(200));
        probe.Step();
        Assert.Equal(2, warnings.Count);
    }

    [Fact]
    public void A_delay_that_is_over_before_anybody_looks_counts()
    {
        using var probe = Create();
        time.Advance(Milliseconds(500));
        probe.Step();
        time.Advance(Milliseconds(200));
        pool.Dequeue()();
        probe.Step();
        Assert.Empty(warnings);
        Assert.Equal(1, probe.Starvations);
    }

    [Fact]
    public void A_disposed_probe_queues_nothing()
    {
        var probe = Create();
        time.Advance(Milliseconds(500));
        probe.Dispose();
        probe.Dispose();
        Assert.Null(probe.Step());
        Assert.Empty(pool);
    }

    [Fact]
    public async Task It_measures_the_pool_of_this_process()
    {
        using var probe = new PoolProbe(new PoolProbeOptions { Interval = Milliseconds(1) });
        var watch = Stopwatch.StartNew();
        while (probe.Count < 20)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60));
            await Task.Yield();
        }

        Assert.InRange(probe.Delay, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(60));
    }

    /// <summary>Probes that are made and disposed while others read them.</summary>
    [Fact]
    public async Task Disposal_at_any_moment_is_safe()
    {
        await Stress.RoundsAsync(static async _ =>
        {
            var probe = new PoolProbe(new PoolProbeOptions { Interval = Milliseconds(1), WarnAbove = TimeSpan.FromTicks(1), OnStarvation = static starvation => Assert.True(starvation.Delay > TimeSpan.Zero) });
            var reader = Task.Run(() =>
            {
                for (var i = 0; i < 10_000; i++)
                {
                    Assert.True(probe.Delay >= TimeSpan.Zero && probe.Starvations >= 0);
                }
            });
            probe.Dispose();
            await reader;
        });
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new PoolProbe(new PoolProbeOptions { Interval = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new PoolProbe(new PoolProbeOptions { WarnAbove = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new PoolProbe(new PoolProbeOptions { Interval = TimeSpan.MaxValue }));
    }

    private static TimeSpan Milliseconds(int number) => TimeSpan.FromMilliseconds(number);

    private PoolProbe Create() => new(new PoolProbeOptions { OnStarvation = warnings.Add }, time, pool.Enqueue);
}
