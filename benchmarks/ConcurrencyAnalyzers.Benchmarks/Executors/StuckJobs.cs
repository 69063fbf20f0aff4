using System;
using System.Collections.Generic;
using System.Diagnostics;
using ConcurrencyAnalyzers.Executors;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>How long a job that does not come back is waited for, and until its executor is whole again.</summary>
internal static class StuckJobs
{
    private const string Bare = "a process that starts";
    private const string Job = "a job under a limit of 100 ms";

    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);
    private static readonly Lazy<ProcessExecutor> Executor = new(static () => new ProcessExecutor(new ProcessExecutorOptions { Degree = Degree.Of(1), Jobs = ProcessJobs.Register }));

    public static Comparison Comparison { get; } = new(
        "stuck",
        "A job that does not come back, under a limit of 100 ms, until the executor has done another; beside the start of a process that does nothing.",
        [
            new(Bare, static () => Measure(static () => BareProcess.Start("nothing").Dispose())),
            new(Job, static () => Measure(Stick)),
        ],
        [
            new("process starts beyond the limit", static round => (round[Job, Figures.Milliseconds] - Limit.TotalMilliseconds) / round[Bare, Figures.Milliseconds], 3),
        ]);

    private static Dictionary<string, double> Measure(Action once)
    {
        Executor.Value.StartAsync().Wait();
        var watch = Stopwatch.StartNew();
        once();
        return new() { [Figures.Milliseconds] = watch.Elapsed.TotalMilliseconds };
    }

    private static void Stick()
    {
        try
        {
            Executor.Value.RunAsync<Stuck, int, int>(0, new JobOptions { Timeout = Limit }).GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            Executor.Value.RunAsync<EchoBytes, byte[], byte[]>([]).Wait();
        }
    }
}
