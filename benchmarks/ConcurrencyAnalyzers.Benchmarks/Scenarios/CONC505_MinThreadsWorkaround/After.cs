using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC505_MinThreadsWorkaround.After;

/// <summary>Adds up the lengths of pages. No request keeps a thread while it waits.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var pages = server.Pages(load.Items);
        var lengths = new long[pages.Length];
        await Parallel.ForAsync(0, pages.Length, new ParallelOptions { MaxDegreeOfParallelism = load.Degree }, async (i, token) => lengths[i] = await LengthAsync(client, pages[i], token));
        return lengths.Sum();
    }

    private static async Task<long> LengthAsync(HttpClient client, Uri page, CancellationToken token)
    {
        using var response = await client.GetAsync(page, token);
        return response.Content.Headers.ContentLength ?? 0;
    }
}
