using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Executors;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary><see cref="AsyncGate"/> beside <see cref="SemaphoreSlim"/>.</summary>
internal static class Gates
{
    private const int Alone = 500_000;
    private const int Together = 40_000;
    private const int Callers = 8;

    public static Comparison Comparison { get; } = new(
        "gate",
        "Mutual exclusion: 500,000 times in and out by one caller; 40,000 times by eight callers, who yield to the pool while they are inside.",
        [
            new("SemaphoreSlim.WaitAsync, alone", static () => MeasureAlone(new SemaphoreSlim(1, 1), static async semaphore =>
            {
                await semaphore.WaitAsync().ConfigureAwait(false);
                semaphore.Release();
            })),
            new("AsyncGate.EnterAsync, alone", static () => MeasureAlone(new AsyncGate(Degree.One), static async gate =>
            {
                using var lease = await gate.EnterAsync().ConfigureAwait(false);
            })),
            new("AsyncGate.RunAsync, alone", static () => MeasureAlone(new AsyncGate(Degree.One), static gate => gate.RunAsync(static _ => ValueTask.FromResult(0)))),
            new("SemaphoreSlim.WaitAsync, eight callers", static () => MeasureTogether(new SemaphoreSlim(1, 1), static async semaphore =>
            {
                await semaphore.WaitAsync().ConfigureAwait(false);
                try
                {
                    await Task.Yield();
                }
                finally
                {
                    semaphore.Release();
                }
            })),
            new("AsyncGate.EnterAsync, eight callers", static () => MeasureTogether(new AsyncGate(Degree.One), static async gate =>
            {
                using var lease = await gate.EnterAsync().ConfigureAwait(false);
                await Task.Yield();
            })),
        ],
        [
            new("time of EnterAsync to WaitAsync, alone", static round => round["AsyncGate.EnterAsync, alone", Figures.Nanoseconds] / round["SemaphoreSlim.WaitAsync, alone", Figures.Nanoseconds], 3),
            new("time of RunAsync to WaitAsync, alone", static round => round["AsyncGate.RunAsync, alone", Figures.Nanoseconds] / round["SemaphoreSlim.WaitAsync, alone", Figures.Nanoseconds], 3),
            new("time of EnterAsync to WaitAsync, eight callers", static round => round["AsyncGate.EnterAsync, eight callers", Figures.Nanoseconds] / round["SemaphoreSlim.WaitAsync, eight callers", Figures.Nanoseconds], 3),
        ]);

    private static IReadOnlyDictionary<string, double> MeasureAlone<T>(T gate, Func<T, ValueTask> pass) => Work.Each(Alone, () =>
    {
        for (var i = 0; i < Alone; i++)
        {
            // Completes at once, because nobody else is there.
            pass(gate).GetAwaiter().GetResult();
        }
    });

    private static IReadOnlyDictionary<string, double> MeasureAlone<T>(T gate, Func<T, ValueTask<int>> pass) => Work.Each(Alone, () =>
    {
        for (var i = 0; i < Alone; i++)
        {
            pass(gate).GetAwaiter().GetResult();
        }
    });

    private static IReadOnlyDictionary<string, double> MeasureTogether<T>(T gate, Func<T, ValueTask> pass) => Work.Each(Together, () =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < Together / Callers; i++)
            {
                await pass(gate).ConfigureAwait(false);
            }
        }))).Wait());
}
