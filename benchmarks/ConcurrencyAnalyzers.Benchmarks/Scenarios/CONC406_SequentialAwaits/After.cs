using System;
using System.Net.Http;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC406_SequentialAwaits.After;

/// <summary>Compares pages of one site with those of another.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var pages = server.Pages(load.Items / 2);
        var total = 0L;
        for (var i = 1; i < pages.Length; i += 2)
        {
            total += await LengthsAsync(client, pages[i - 1], pages[i]);
        }

        return total;
    }

    private static async Task<long> LengthsAsync(HttpClient client, Uri here, Uri there)
    {
        var ownTask = client.GetStringAsync(here);
        var otherTask = client.GetStringAsync(there);
        await Task.WhenAll(ownTask, otherTask);
        var own = await ownTask;
        var other = await otherTask;
        return own.Length + other.Length;
    }
}
