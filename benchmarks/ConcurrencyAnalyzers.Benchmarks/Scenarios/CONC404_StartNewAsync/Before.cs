using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC404_StartNewAsync.Before;

/// <summary>Fetches pages in a task. Only because the task says so itself is it known when the last has come.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var total = 0L;
        var missing = load.Items;
        var complete = new TaskCompletionSource();
        await Task.Factory./*CONC404*/StartNew(async () =>
        {
            await Parallel.ForEachAsync(server.Pages(load.Items), new ParallelOptions { MaxDegreeOfParallelism = load.Degree }, async (page, cancellationToken) =>
            {
                var text = await client.GetStringAsync(page, cancellationToken);
                Interlocked.Add(ref total, text.Length);
                Interlocked.Decrement(ref missing);
            });
            complete.SetResult();
        });
        load.Observe("pages missing when the task has ended", Volatile.Read(ref missing));
        await complete.Task;
        return total;
    }
}
