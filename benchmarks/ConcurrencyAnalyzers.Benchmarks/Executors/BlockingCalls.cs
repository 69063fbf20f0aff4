using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Benchmarks.Harness;
using ConcurrencyAnalyzers.Executors;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>Calls that block: on the pool, and on threads that come for them.</summary>
internal static class BlockingCalls
{
    private const string PoolDelay = "pool delay p50, ms";

    private const int Items = 1_000;
    private const int Threads = 64;

    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(50);

    // Made with its first use, which is in the measurement: its threads are started there.
    private static readonly BlockingExecutor Executor = new(new BlockingExecutorOptions { MaxThreads = Degree.Of(Threads) });

    // 1,000 items on 64 threads are 15 times 64 and some: 16 turns.
    private static readonly double Ideal = Math.Ceiling((double)Items / Threads) * Each.TotalMilliseconds;

    public static Comparison Comparison { get; } = new(
        "blocking",
        "1,000 calls that block for 50 ms, on at most 64 threads: 800 ms if starting threads and handing over cost nothing. Meanwhile a work item for the thread pool every 5 ms.",
        [
            new("nothing", static () => Measure(static _ => Task.Delay(1_000))),
            new("Task.Run", static () => Measure(static call => Task.WhenAll(Enumerable.Range(0, Items).Select(_ => Task.Run(call))))),
            new("BlockingExecutor.RunAsync", static () => Measure(static call => Task.WhenAll(Enumerable.Range(0, Items).Select(_ => Executor.RunAsync(_ => call()))))),
        ],
        [
            new("time of RunAsync to the ideal", static round => round["BlockingExecutor.RunAsync", Figures.Milliseconds] / Ideal, 1.10),
            new("time of Task.Run to RunAsync", static round => round["Task.Run", Figures.Milliseconds] / round["BlockingExecutor.RunAsync", Figures.Milliseconds], 8, IsFloor: true),
            new("pool delay of RunAsync to nothing", static round => round["BlockingExecutor.RunAsync", PoolDelay] / round["nothing", PoolDelay], 2),
        ])
    {
        IsIsolated = true,
        Rounds = 5,
    };

    private static Dictionary<string, double> Measure(Func<Action, Task> all)
    {
        using var heartbeat = new Heartbeat();
        var watch = Stopwatch.StartNew();
        all(static () => Thread.Sleep(Each)).Wait();
        var took = watch.Elapsed;
        return new()
        {
            [Figures.Milliseconds] = took.TotalMilliseconds,
            [PoolDelay] = heartbeat.Percentile(50).TotalMilliseconds,
            ["peak pool threads"] = heartbeat.PeakThreads,
        };
    }
}
