using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC504_LongRunningIgnored.Before;

/// <summary>A consumer for each of many queues, which is meant to have a thread of its own.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        var total = 0L;
        var queues = Enumerable.Range(0, load.Items).Select(_ => new BlockingCollection<int>()).ToArray();
        var consumers = queues.Select(queue => Consume(queue, size => Interlocked.Add(ref total, size))).ToArray();
        foreach (var size in new[] { 1, 2, 3 })
        {
            await Task.Delay(load.Delay);
            Array.ForEach(queues, queue => queue.Add(size));
        }

        Array.ForEach(queues, queue => queue.CompleteAdding());
        await Task.WhenAll(consumers);
        return total;
    }

    private static Task Consume(BlockingCollection<int> queue, Action<int> handle)
    {
        return Task.Factory.StartNew(_ =>
        {
            foreach (var size in queue.GetConsumingEnumerable())
            {
                handle(size);
            }
        }, TaskCreationOptions./*CONC504*/LongRunning);
    }
}
