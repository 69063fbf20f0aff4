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

    private const string FromPool = "many, from the pool";
    private const string FromOutside = "many, from outside";
    private const string Microsecond = "many, from the pool, 1 µs";
    private const string EightCallers = "eight callers";
    private const string OneCaller = "one caller";
    private const string OneOutside = "one caller outside";

    private static readonly Func<Task> Bcl = static () => Task.Run(static () => { });
    private static readonly Func<Task> Ours = static () => CpuExecutor.Shared.RunAsync(static _ => { });

    public static Comparison Comparison { get; } = new(
        "submit",
        "Work without a body. Many: 20,000 pieces handed over by one thread and awaited together, by a thread of the pool or, outside, by another, which blocks for them. Callers: eight, or one, who await each piece before the next, on the pool; outside, one who blocks for each.",
        [
            .. Pair(FromPool, static start => ManyFromPool(start), Bcl, Ours),
            .. Pair(FromOutside, static start => ManyFromOutside(start), Bcl, Ours),
            .. Pair(Microsecond, static start => ManyFromPool(start), static () => Task.Run(static () => Work.Compute(Work.Steps(1))), static () => CpuExecutor.Shared.RunAsync(static _ => Work.Compute(Work.Steps(1)))),
            .. Pair(EightCallers, static start => Awaited(Callers, start), Bcl, Ours),
            new(OwnThread(EightCallers), static () => Awaited(Callers, Executors.OwnThread.Shared.RunAsync)),
            .. Pair(OneCaller, static start => Awaited(1, start), Bcl, Ours),
            new(OwnThread(OneCaller), static () => Awaited(1, Executors.OwnThread.Shared.RunAsync)),
            .. Pair(OneOutside, static start => Blocked(start), Bcl, Ours),
        ],
        [
            ToTaskRun(FromPool),
            ToTaskRun(FromOutside),
            new($"bytes of RunAsync, {FromOutside}", static round => round[Lane(FromOutside), Figures.Bytes], 200),
            ToTaskRun(Microsecond),
            ToTaskRun(EightCallers),
            ToTaskRun(OneCaller),
            ToTaskRun(OneOutside),
            ToOwnThread(EightCallers),
            ToOwnThread(OneCaller),
        ]);

    private static Side[] Pair(string how, Func<Func<Task>, IReadOnlyDictionary<string, double>> measure, Func<Task> bcl, Func<Task> ours) =>
        [new(Pool(how), () => measure(bcl)), new(Lane(how), () => measure(ours))];

    private static Target ToTaskRun(string how) => new($"time of RunAsync to Task.Run, {how}", round => round[Lane(how), Figures.Nanoseconds] / round[Pool(how), Figures.Nanoseconds], 1.25);

    private static Target ToOwnThread(string how) =>
        new($"time of RunAsync to a thread and a BlockingCollection, {how}", round => round[Lane(how), Figures.Nanoseconds] / round[OwnThread(how), Figures.Nanoseconds], 1.25);

    private static IReadOnlyDictionary<string, double> ManyFromPool(Func<Task> start)
    {
        // Made before, so that what is counted is what the work allocates.
        var tasks = new Task[Many];
        return Work.Each(Many, () => Task.Run(async () =>
        {
            Start(tasks, start);
            await Task.WhenAll(tasks).ConfigureAwait(false);
        }).Wait());
    }

    private static IReadOnlyDictionary<string, double> ManyFromOutside(Func<Task> start)
    {
        var tasks = new Task[Many];
        return Work.Each(Many, () =>
        {
            Start(tasks, start);
            Task.WaitAll(tasks);
        });
    }

    private static void Start(Task[] tasks, Func<Task> start)
    {
        for (var i = 0; i < tasks.Length; i++)
        {
            tasks[i] = start();
        }
    }

    private static IReadOnlyDictionary<string, double> Awaited(int callers, Func<Task> start) => Work.Each(InTurn, () =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < InTurn / callers; i++)
            {
                await start().ConfigureAwait(false);
            }
        }))).Wait());

    private static IReadOnlyDictionary<string, double> Blocked(Func<Task> start) => Work.Each(InTurn, () =>
    {
        for (var i = 0; i < InTurn; i++)
        {
            start().Wait();
        }
    });

    private static string Pool(string how) => $"Task.Run, {how}";

    private static string Lane(string how) => $"CpuExecutor.RunAsync, {how}";

    private static string OwnThread(string how) => $"a thread and a BlockingCollection, {how}";
}
