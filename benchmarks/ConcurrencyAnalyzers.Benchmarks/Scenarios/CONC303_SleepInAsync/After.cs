using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC303_SleepInAsync.After;

/// <summary>Fetches pages from a server that is busy at first, and tries again after a pause.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(TimeSpan.Zero) { BusyAtFirst = true };
        using var client = new HttpClient();
        var total = 0L;
        await Parallel.ForEachAsync(server.Pages(load.Items), new ParallelOptions { MaxDegreeOfParallelism = load.Degree }, async (page, cancellationToken) =>
        {
            var size = await SizeAsync(client, page, load.Delay, cancellationToken);
            Interlocked.Add(ref total, size);
        });
        return total;
    }

    private static async Task<long> SizeAsync(HttpClient client, Uri page, TimeSpan pause, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var response = await client.GetAsync(page, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return response.Content.Headers.ContentLength ?? 0;
            }

            await Task.Delay(pause, cancellationToken);
        }
    }
}
