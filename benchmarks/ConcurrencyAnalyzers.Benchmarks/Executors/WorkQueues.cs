using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Channels;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Executors;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary><see cref="WorkQueue{T}"/>, which knows when items are done, beside <see cref="Channel{T}"/>, which knows when they are read.</summary>
internal static class WorkQueues
{
    private const int Items = 200_000;
    private const int Capacity = 128;

    public static Comparison Comparison { get; } = new(
        "queue",
        "200,000 items from one producer to two consumers, who do nothing with them but say that they are done; without a limit, and with room for 128.",
        [
            new("Channel, unbounded", static () => Measure(Channel.CreateUnbounded<int>())),
            new("WorkQueue, unbounded", static () => Measure(new WorkQueue<int>())),
            new("Channel, 128", static () => Measure(Channel.CreateBounded<int>(Capacity))),
            new("WorkQueue, 128", static () => Measure(new WorkQueue<int>(Capacity))),
            new("Channel, one thread", static () => MeasureAlone(Channel.CreateUnbounded<int>())),
            new("WorkQueue, one thread", static () => MeasureAlone(new WorkQueue<int>())),
        ],
        [
            .. new[] { "unbounded", "128", "one thread" }.Select(static how => new Target(
                $"time of WorkQueue to Channel, {how}", round => round[$"WorkQueue, {how}", Figures.Nanoseconds] / round[$"Channel, {how}", Figures.Nanoseconds], 2)),
        ]);

    private static IReadOnlyDictionary<string, double> Measure(Channel<int> channel) => Measure(
        async item => await channel.Writer.WriteAsync(item).ConfigureAwait(false),
        () => channel.Writer.Complete(),
        async () =>
        {
            await foreach (var item in channel.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                _ = item;
            }
        });

    private static IReadOnlyDictionary<string, double> Measure(WorkQueue<int> queue) => Measure(
        async item => await queue.EnqueueAsync(item).ConfigureAwait(false),
        () => queue.Complete(),
        async () =>
        {
            await foreach (var lease in queue.ReadAllAsync().ConfigureAwait(false))
            {
                lease.Done();
            }
        });

    private static IReadOnlyDictionary<string, double> Measure(Func<int, ValueTask> write, Action complete, Func<Task> read) => Work.Each(Items, () =>
    {
        Task[] consumers = [Task.Run(read), Task.Run(read)];
        Task.Run(async () =>
        {
            for (var i = 0; i < Items; i++)
            {
                await write(i).ConfigureAwait(false);
            }

            complete();
        }).Wait();
        Task.WaitAll(consumers);
    });

    private static IReadOnlyDictionary<string, double> MeasureAlone(Channel<int> channel) => Work.Each(Items, () =>
    {
        for (var i = 0; i < Items; i++)
        {
            channel.Writer.TryWrite(i);
            channel.Reader.TryRead(out _);
        }
    });

    private static IReadOnlyDictionary<string, double> MeasureAlone(WorkQueue<int> queue) => Work.Each(Items, () =>
    {
        for (var i = 0; i < Items; i++)
        {
            queue.TryEnqueue(i);
            queue.TryTake(out var lease);
            lease!.Done();
        }
    });
}
