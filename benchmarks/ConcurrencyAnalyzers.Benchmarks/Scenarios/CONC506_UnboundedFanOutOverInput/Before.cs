using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC506_UnboundedFanOutOverInput.Before;

/// <summary>Fetches all pages that it is given, many more than the other side likes to be asked for at once.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var archive = new Archive(client);
        var total = await TotalAsync(archive, server.Pages(load.Items * 16));
        load.Observe("requests under way at once", archive.Most);
        return total;
    }

    private static async Task<long> TotalAsync(Archive archive, Uri[] pages)
    {
        var sizes = await Task./*CONC506*/WhenAll(pages.Select(page => archive.SizeAsync(page)));
        return sizes.Select((size, place) => size * (place + 1)).Sum();
    }

    private sealed class Archive(HttpClient client)
    {
        private readonly object counters = new();
        private int underWay;

        public int Most { get; private set; }

        public async Task<long> SizeAsync(Uri page)
        {
            Count(1);
            var text = await client.GetStringAsync(page);
            Count(-1);
            return text.Length + page.AbsolutePath.Length;
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
