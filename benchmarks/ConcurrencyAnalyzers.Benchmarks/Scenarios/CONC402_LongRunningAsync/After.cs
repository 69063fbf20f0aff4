using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC402_LongRunningAsync.After;

/// <summary>Subscribers who wait for one message each, as the clients of a long poll do.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var starters = new ThreadLocal<bool>(trackAllValues: true);
        var messages = Channel.CreateUnbounded<int>();
        var subscribers = new List<Task<int>>();
        for (var n = 1; n <= load.Calls / 100; n++)
        {
            subscribers.Add(Task.Run(() => NextAsync(messages.Reader, starters)));
        }

        for (var n = 1; n <= subscribers.Count; n++)
        {
            messages.Writer.TryWrite(n);
        }

        var received = await Task.WhenAll(subscribers);
        load.Observe("threads that subscribers were started on", starters.Values.Count);
        return received.Sum(message => (long)message);
    }

    private static async Task<int> NextAsync(ChannelReader<int> messages, ThreadLocal<bool> starters)
    {
        starters.Value = true;
        return await messages.ReadAsync();
    }
}
