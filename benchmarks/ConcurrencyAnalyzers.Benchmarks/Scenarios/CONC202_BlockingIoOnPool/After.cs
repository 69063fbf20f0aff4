using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC202_BlockingIoOnPool.After;

/// <summary>Fetches pages for many callers at once, "without blocking" them.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var total = 0L;
        await Parallel.ForEachAsync(server.Pages(load.Items), new ParallelOptions { MaxDegreeOfParallelism = load.Degree }, async (page, _) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            Interlocked.Add(ref total, await SizeAsync(client, request));
        });
        return total;
    }

    private static async Task<long> SizeAsync(HttpClient client, HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request);
        return response.Content.Headers.ContentLength ?? 0;
    }
}
