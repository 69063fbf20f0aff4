using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC204_BlockingIoInPlinq.After;

/// <summary>Fetches pages in a parallel query that is told to use more workers than there are cores.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var pages = server.Pages(load.Items);
        var total = 0L;
        await Task.Yield();
        await Parallel.ForEachAsync(pages, new ParallelOptions { MaxDegreeOfParallelism = load.Degree }, async (page, cancellationToken) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            using var response = await client.SendAsync(request, cancellationToken);
            Interlocked.Add(ref total, response.Content.Headers.ContentLength ?? 0);
        });
        return total;
    }
}
