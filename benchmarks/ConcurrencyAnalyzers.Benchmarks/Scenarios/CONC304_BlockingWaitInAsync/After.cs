using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC304_BlockingWaitInAsync.After;

/// <summary>Fetches pages, of which a server takes only some at a time.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        using var gate = new SemaphoreSlim(load.Degree / 2);
        var total = 0L;
        await Parallel.ForEachAsync(server.Pages(load.Items), new ParallelOptions { MaxDegreeOfParallelism = load.Degree }, async (page, cancellationToken) =>
        {
            var size = await SizeAsync(client, gate, page, cancellationToken);
            Interlocked.Add(ref total, size);
        });
        return total;
    }

    private static async Task<long> SizeAsync(HttpClient client, SemaphoreSlim gate, Uri page, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            using var response = await client.GetAsync(page, cancellationToken);
            return response.Content.Headers.ContentLength ?? 0;
        }
        finally
        {
            gate.Release();
        }
    }
}
