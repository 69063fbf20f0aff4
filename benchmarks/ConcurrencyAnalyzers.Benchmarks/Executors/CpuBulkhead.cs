using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Benchmarks.Harness;
using ConcurrencyAnalyzers.Executors;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>What everybody else in the process feels of a loop that keeps all cores busy: on the pool, and on threads of its own.</summary>
internal static class CpuBulkhead
{
    private const string Heartbeat50 = "heartbeat p50, ms";
    private const string Heartbeat95 = "heartbeat p95, ms";

    private const int Items = 150;
    private const int MicrosecondsEach = 20_000;

    public static Comparison Comparison { get; } = new(
        "bulkhead",
        "A loop of 150 bodies that compute for 20 ms, and a work item for the thread pool every 5 ms, which waits for its turn.",
        [
            new("nothing", static () => Measure(static (_, _) => Thread.Sleep(1_500))),
            new("Parallel.For", static () => Measure(static (count, body) => Parallel.For(0, count, body))),
            new("CpuExecutor.ForAsync", static () => Measure(static (count, body) => CpuExecutor.Shared.ForAsync(0, count, body).GetAwaiter().GetResult())),
            new("Parallel.For with CpuExecutor.Scheduler", static () => Measure(static (count, body) => Task.Factory.StartNew(
                () => Parallel.For(0, count, new ParallelOptions { TaskScheduler = CpuExecutor.Shared.Scheduler }, body), default, default, CpuExecutor.Shared.Scheduler).Wait())),
        ],
        [
            new("heartbeat p95 of Parallel.For to ForAsync", static round => round["Parallel.For", Heartbeat95] / round["CpuExecutor.ForAsync", Heartbeat95], 50, IsFloor: true),
            new("throughput of ForAsync to Parallel.For", static round => round["Parallel.For", Figures.Milliseconds] / round["CpuExecutor.ForAsync", Figures.Milliseconds], 0.95, IsFloor: true),
            new("heartbeat p95 of Parallel.For to Parallel.For with Scheduler", static round => round["Parallel.For", Heartbeat95] / round["Parallel.For with CpuExecutor.Scheduler", Heartbeat95], 50, IsFloor: true),
            new("throughput of Parallel.For with Scheduler to Parallel.For", static round => round["Parallel.For", Figures.Milliseconds] / round["Parallel.For with CpuExecutor.Scheduler", Figures.Milliseconds], 0.95, IsFloor: true),
        ])
    {
        IsIsolated = true,
        Rounds = 9,
    };

    private static Dictionary<string, double> Measure(Action<int, Action<int>> loop)
    {
        var steps = Work.Steps(MicrosecondsEach);
        loop(4, static _ => Work.Compute(1_000));
        using var heartbeat = new Heartbeat();
        var watch = Stopwatch.StartNew();
        loop(Items, _ => Work.Compute(steps));
        var took = watch.Elapsed;
        return new()
        {
            [Figures.Milliseconds] = took.TotalMilliseconds,
            [Heartbeat50] = heartbeat.Percentile(50).TotalMilliseconds,
            [Heartbeat95] = heartbeat.Percentile(95).TotalMilliseconds,
        };
    }
}
