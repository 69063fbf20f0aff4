using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Benchmarks.Scenarios;

namespace ConcurrencyAnalyzers.Benchmarks.Harness;

/// <summary>One side of one scenario, measured in this process, which must be new: a pool that was starved once has more threads.</summary>
internal sealed record Measurement
{
    /// <summary>Short scenarios run again until this is over.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(250);

    public long Result { get; init; }

    public double Milliseconds { get; init; }

    public double AllocatedKilobytes { get; init; }

    public int PeakPoolThreads { get; init; }

    public double HeartbeatP95Milliseconds { get; init; }

    public double PeakWorkingSetMegabytes { get; init; }

    public IReadOnlyDictionary<string, long> Observed { get; init; } = new Dictionary<string, long>();

    public static Measurement Take(ScenarioRun run, Load load)
    {
        Run(run, Load.Quick);
        GC.Collect();

        var observed = new Dictionary<string, long>();
        load = load with { Observer = (what, value) => observed[what] = Math.Max(value, observed.GetValueOrDefault(what)) };
        var times = new List<double>();
        var result = 0L;
        using var heartbeat = new Heartbeat();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var all = Stopwatch.StartNew();
        do
        {
            var one = Stopwatch.StartNew();
            result = Run(run, load);
            times.Add(one.Elapsed.TotalMilliseconds);
        }
        while (all.Elapsed < Budget);

        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new()
        {
            Result = result,
            Milliseconds = Spread.Of(times).Median,
            AllocatedKilobytes = allocated / 1024.0 / times.Count,
            HeartbeatP95Milliseconds = heartbeat.Percentile95().TotalMilliseconds,
            PeakPoolThreads = heartbeat.PeakThreads,
            PeakWorkingSetMegabytes = Process.GetCurrentProcess().PeakWorkingSet64 / 1024.0 / 1024.0,
            Observed = observed,
        };
    }

    // The caller is the program's first thread, which is none of the pool's.
    private static long Run(ScenarioRun run, Load load) => run(load).GetAwaiter().GetResult();
}
