using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ConcurrencyAnalyzers.Executors;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>What workers that have nothing to do cost.</summary>
internal static class IdleWorkers
{
    private const string Bare = "four processes that wait for their input";
    private const string Workers = "four workers";
    private const string Mebibytes = "private MiB";

    private const int Count = 4;

    public static Comparison Comparison { get; } = new(
        "idle",
        "Memory that belongs to four workers alone, beside four processes of the same program that wait for their input.",
        [
            new(Bare, MeasureBare),
            new(Workers, MeasureWorkers),
        ],
        [
            new("memory of workers to bare processes", static round => round[Workers, Mebibytes] / round[Bare, Mebibytes], 1.5),
        ])
    {
        IsIsolated = true,
        Rounds = 5,
    };

    private static Dictionary<string, double> MeasureBare()
    {
        var processes = Enumerable.Range(0, Count).Select(static _ => BareProcess.Start("idle")).ToList();
        var bytes = processes.Sum(static process => BareProcess.PrivateBytes(process.Id));
        processes.ForEach(static process => process.Dispose());
        return new() { [Mebibytes] = bytes / (1 << 20) };
    }

    private static Dictionary<string, double> MeasureWorkers()
    {
        var executor = new ProcessExecutor(new ProcessExecutorOptions { Degree = Degree.Of(Count), Jobs = ProcessJobs.Register });
        executor.StartAsync().Wait();
        var bytes = Children().Sum(BareProcess.PrivateBytes);
        executor.DisposeAsync().AsTask().Wait();
        return new() { [Mebibytes] = bytes / (1 << 20) };
    }

    private static IEnumerable<int> Children() =>
        Directory.EnumerateDirectories("/proc/self/task").SelectMany(static thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(int.Parse);
}
