using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC405_FakeAsync.Before;

/// <summary>Fetches pages for many callers at once, through a method that promises not to block them.</summary>
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
            using var response = await FetchAsync(client, request, cancellationToken);
            Interlocked.Add(ref total, response.Content.Headers.ContentLength ?? 0);
        });
        return total;
    }

    private static Task<HttpResponseMessage> FetchAsync(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task./*CONC405*/Run(() => client.Send(request), cancellationToken);
}
