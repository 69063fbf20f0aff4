using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC408_ChunkedFanOut.After;

/// <summary>Adds up the lengths of pages, of which one in eight takes four times as long as the others. No more than eight are asked for at once.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay) { SlowEvery = 8 };
        using var client = new HttpClient();
        var total = 0L;
        await Parallel.ForEachAsync(server.Pages(load.Items), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (page, _) =>
        {
            var text = await client.GetStringAsync(page);
            Interlocked.Add(ref total, text.Length);
        });

        return total;
    }
}
