using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC308_LockAroundIo.Before;

/// <summary>Workers with threads of their own look up pages in a cache that they share, and fetch what it lacks.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var cache = new Dictionary<Uri, long>();
        var wanted = new ConcurrentQueue<Uri>(server.Pages(load.Items));
        var workers = Enumerable.Range(0, Math.Min(load.Degree, 8)).Select(_ => Task.Factory.StartNew(() => Work(client, cache, wanted), TaskCreationOptions.LongRunning));
        return (await Task.WhenAll(workers)).Sum();
    }

    private static long Work(HttpClient client, Dictionary<Uri, long> cache, ConcurrentQueue<Uri> wanted)
    {
        var total = 0L;
        while (wanted.TryDequeue(out var page))
        {
            total += Size(client, cache, page);
        }

        return total;
    }

    private static long Size(HttpClient client, Dictionary<Uri, long> cache, Uri page)
    {
        lock (cache)
        {
            if (!cache.TryGetValue(page, out var size))
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, page);
                using var response = client./*CONC308*/Send(request);
                size = response.Content.Headers.ContentLength ?? 0;
                cache.Add(page, size);
            }

            return size;
        }
    }
}
