using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC403_AsyncDelegateAsVoid.After;

/// <summary>Fetches pages. Only because each one is counted is it known when the last has come.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var total = 0L;
        var missing = load.Items;
        var complete = new TaskCompletionSource();
        await Parallel.ForEachAsync(server.Pages(load.Items), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (page, cancellationToken) =>
        {
            var text = await client.GetStringAsync(page);
            Interlocked.Add(ref total, text.Length);
            if (Interlocked.Decrement(ref missing) == 0)
            {
                complete.SetResult();
            }
        });
        load.Observe("pages missing when the loop is over", Volatile.Read(ref missing));
        await complete.Task;
        return total;
    }
}
