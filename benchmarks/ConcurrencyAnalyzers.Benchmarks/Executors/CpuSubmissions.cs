using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Executors;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary><see cref="CpuExecutor.RunAsync(Action{CancellationToken}, CancellationToken)"/> with work that costs nothing, beside <see cref="Task.Run(Action)"/>.</summary>
internal static class CpuSubmissions
{
    private const int Many = 20_000;
    private const int InTurn = 10_000;
    private const int Callers = 8;

    private static readonly Func<Task> Bcl = static () => Task.Run(static () => { });
    private static readonly Func<Task> Ours = static () => CpuExecutor.Shared.RunAsync(static _ => { });

    public static Comparison Comparison { get; } = new(
        "submit",
        "Work without a body: 20,000 pieces handed over by one thread and awaited together; by eight callers who await each piece before the next; by one such caller.",
        [
            new("Task.Run, together", static () => Together(Bcl)),
            new("CpuExecutor.RunAsync, together", static () => Together(Ours)),
            new("Task.Run, together, 1 µs", static () => Together(static () => Task.Run(static () => Work.Compute(Work.Steps(1))))),
            new("CpuExecutor.RunAsync, together, 1 µs", static () => Together(static () => CpuExecutor.Shared.RunAsync(static _ => Work.Compute(Work.Steps(1))))),
            new("Task.Run, eight callers", static () => Awaited(Callers, Bcl)),
            new("CpuExecutor.RunAsync, eight callers", static () => Awaited(Callers, Ours)),
            new("a thread and a BlockingCollection, eight callers", static () => Awaited(Callers, OwnThread.Shared.RunAsync)),
            new("Task.Run, one caller", static () => Awaited(1, Bcl)),
            new("CpuExecutor.RunAsync, one caller", static () => Awaited(1, Ours)),
            new("a thread and a BlockingCollection, one caller", static () => Awaited(1, OwnThread.Shared.RunAsync)),
        ],
        [
            new("time of RunAsync to Task.Run, together", static round => round["CpuExecutor.RunAsync, together", Figures.Nanoseconds] / round["Task.Run, together", Figures.Nanoseconds], 1.25),
            new("bytes of RunAsync, together", static round => round["CpuExecutor.RunAsync, together", Figures.Bytes], 200),
            new("time of RunAsync to Task.Run, together, 1 µs", static round => round["CpuExecutor.RunAsync, together, 1 µs", Figures.Nanoseconds] / round["Task.Run, together, 1 µs", Figures.Nanoseconds], 1.25),
            new("time of RunAsync to Task.Run, eight callers", static round => round["CpuExecutor.RunAsync, eight callers", Figures.Nanoseconds] / round["Task.Run, eight callers", Figures.Nanoseconds], 1.25),
            new("time of RunAsync to Task.Run, one caller", static round => round["CpuExecutor.RunAsync, one caller", Figures.Nanoseconds] / round["Task.Run, one caller", Figures.Nanoseconds], 1.25),
            new("time of RunAsync to a thread and a BlockingCollection, eight callers", static round => round["CpuExecutor.RunAsync, eight callers", Figures.Nanoseconds] / round["a thread and a BlockingCollection, eight callers", Figures.Nanoseconds], 1.25),
            new("time of RunAsync to a thread and a BlockingCollection, one caller", static round => round["CpuExecutor.RunAsync, one caller", Figures.Nanoseconds] / round["a thread and a BlockingCollection, one caller", Figures.Nanoseconds], 1.25),
        ]);

    private static IReadOnlyDictionary<string, double> Together(Func<Task> start)
    {
        // Made before, so that what is counted is what the work allocates.
        var tasks = new Task[Many];
        return Work.Each(Many, () =>
        {
            for (var i = 0; i < tasks.Length; i++)
            {
                tasks[i] = start();
            }

            // One after the other: to be woken by each would be measured, too, with WhenAll.
            for (var i = tasks.Length - 1; i >= 0; i--)
            {
                tasks[i].Wait();
            }
        });
    }

    private static IReadOnlyDictionary<string, double> Awaited(int callers, Func<Task> start) => Work.Each(InTurn, () =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < InTurn / callers; i++)
            {
                await start().ConfigureAwait(false);
            }
        }))).Wait());
}
