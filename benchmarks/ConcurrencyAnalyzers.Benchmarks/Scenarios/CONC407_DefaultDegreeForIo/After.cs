using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC407_DefaultDegreeForIo.After;

/// <summary>Fetches all pages of a site and adds up what they are long.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var lengths = new ConcurrentDictionary<Uri, long>();
        await Parallel.ForEachAsync(server.Pages(load.Items), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (page, cancellationToken) =>
        {
            lengths[page] = await LengthAsync(client, page, cancellationToken);
        });
        return lengths.Values.Sum();
    }

    private static async Task<long> LengthAsync(HttpClient client, Uri page, CancellationToken cancellationToken)
    {
        var text = await client.GetStringAsync(page, cancellationToken);
        return text.Length;
    }
}
