using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC302_SyncOverAsync.Before;

/// <summary>Fetches pages for many callers at once, with an asynchronous client and work items that wait for it.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var total = 0L;
        await Parallel.ForEachAsync(server.Pages(load.Items), new ParallelOptions { MaxDegreeOfParallelism = load.Degree }, async (page, _) =>
        {
            var length = await Task.Run(() =>
            {
                using var response = client.GetAsync(page)./*CONC302*/Result;
                return response.Content.Headers.ContentLength ?? 0;
            });
            Interlocked.Add(ref total, length);
        });
        return total;
    }
}
