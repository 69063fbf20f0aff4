using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC505_MinThreadsWorkaround.Before;

/// <summary>Adds up the lengths of pages. Each request keeps a thread, so the pool is told to have as many.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var pages = server.Pages(load.Items);
        ThreadPool./*CONC505*/SetMinThreads(pages.Length, pages.Length);
#pragma warning disable CONC202 // Known, and lived with.
        var lengths = await Task.WhenAll(pages.Select(page => Task.Run(() => Length(client, page))));
#pragma warning restore CONC202
        return lengths.Sum();
    }

    private static long Length(HttpClient client, Uri page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        using var response = client.Send(request);
        return response.Content.Headers.ContentLength ?? 0;
    }
}
