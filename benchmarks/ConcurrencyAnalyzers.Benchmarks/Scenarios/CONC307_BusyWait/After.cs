using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC307_BusyWait.After;

/// <summary>Computes many offers from one price list, which the first request fetches and all others wait for.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var prices = client.GetStringAsync(server.Pages(1)[0]);
        var total = 0L;
        await Parallel.ForAsync(0, load.Items, new ParallelOptions { MaxDegreeOfParallelism = load.Degree }, async (article, cancellationToken) =>
        {
            var offer = await OfferAsync(prices, article);
            Interlocked.Add(ref total, offer);
        });
        return total;
    }

    private static async Task<int> OfferAsync(Task<string> prices, int article)
    {
        await Task.WhenAny(prices);

        return article + (await prices).Length;
    }
}
