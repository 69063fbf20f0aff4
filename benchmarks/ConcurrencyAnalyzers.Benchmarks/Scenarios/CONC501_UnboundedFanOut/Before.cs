using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC501_UnboundedFanOut.Before;

/// <summary>Fetches each page as soon as it hears of it; nobody knows how many there will be.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var archive = new Archive(client);
        var tasks = new List<Task>();
        await foreach (var page in Listed(server.Pages(load.Items * 16)))
        {
            tasks.Add(archive.AddAsync(page));
        }

        await Task./*CONC501*/WhenAll(tasks);
        load.Observe("requests under way at once", archive.Most);
        return archive.Total;
    }

    private static async IAsyncEnumerable<Uri> Listed(Uri[] pages)
    {
        foreach (var page in pages)
        {
            await Task.Yield();
            yield return page;
        }
    }

    private sealed class Archive(HttpClient client)
    {
        private readonly object counters = new();
        private int underWay;
        private long total;

        public int Most { get; private set; }

        public long Total => Volatile.Read(ref total);

        public async Task AddAsync(Uri page)
        {
            Count(1);
            var text = await client.GetStringAsync(page);
            Count(-1);
            Interlocked.Add(ref total, text.Length + page.AbsolutePath.Length);
        }

        private void Count(int change)
        {
            lock (counters)
            {
                underWay += change;
                Most = Math.Max(Most, underWay);
            }
        }
    }
}
