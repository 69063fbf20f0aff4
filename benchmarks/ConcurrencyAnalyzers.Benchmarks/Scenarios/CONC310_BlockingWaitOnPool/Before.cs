using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC310_BlockingWaitOnPool.Before;

/// <summary>Sends reminders, each some time after it was asked for.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        var sent = 0L;
        await Task.WhenAll(Enumerable.Range(1, load.Items).Select(number => RemindAsync(load.Delay, () => Interlocked.Add(ref sent, number))));
        return sent;
    }

    private static Task RemindAsync(TimeSpan after, Action send)
    {
        return Task.Run(() =>
        {
            Thread./*CONC310*/Sleep(after);
            send();
        });
    }
}
