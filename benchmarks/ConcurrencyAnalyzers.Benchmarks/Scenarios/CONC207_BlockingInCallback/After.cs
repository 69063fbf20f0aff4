using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC207_BlockingInCallback.After;

/// <summary>Asks for pages, each as soon as something else is ready.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var sizes = await Task.WhenAll(server.Pages(load.Items).Select(page => AskWhenReady(Task.Delay(load.Delay), client, page)));
        return sizes.Sum();
    }

    private static Task<long> AskWhenReady(Task ready, HttpClient client, Uri page)
    {
        return ready.ContinueWith(async _ =>
        {
            using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, page));
            return response.Content.Headers.ContentLength ?? 0;
        }).Unwrap();
    }
}
