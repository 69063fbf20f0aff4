using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC301_BlockingOnTask.After;

/// <summary>Fetches pages for many callers at once.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var total = 0L;
        await Parallel.ForEachAsync(server.Pages(load.Items), new ParallelOptions { MaxDegreeOfParallelism = load.Degree }, async (page, cancellationToken) =>
        {
            var text = await FetchAsync(client, page, cancellationToken);
            Interlocked.Add(ref total, text.Length);
        });
        return total;
    }

    private static async Task<string> FetchAsync(HttpClient client, Uri page, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(page, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }
}
