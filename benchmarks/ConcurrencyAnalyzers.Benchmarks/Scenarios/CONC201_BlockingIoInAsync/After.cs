using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC201_BlockingIoInAsync.After;

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
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            var text = await FetchAsync(client, request, cancellationToken);
            Interlocked.Add(ref total, text.Length);
        });
        return total;
    }

    private static async Task<string> FetchAsync(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await client.SendAsync(request, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }
}
