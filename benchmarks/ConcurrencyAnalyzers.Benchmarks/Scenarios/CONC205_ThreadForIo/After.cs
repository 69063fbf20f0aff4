using System;
using System.Diagnostics;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC205_ThreadForIo.After;

/// <summary>Asks for pages, all at once, and counts the threads that this takes.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        var total = 0L;
        var missing = load.Items;
        var complete = new TaskCompletionSource();
        AskForAll(server.Pages(load.Items), client, size =>
        {
            Interlocked.Add(ref total, size);
            if (Interlocked.Decrement(ref missing) == 0)
            {
                complete.SetResult();
            }
        });
        load.Observe("threads of the process", Process.GetCurrentProcess().Threads.Count);
        await complete.Task;
        return total;
    }

    private static void AskForAll(Uri[] pages, HttpClient client, Action<long> use)
    {
        foreach (var page in pages)
        {
            _ = Task.Run(async () =>
            {
                try
                {
                    using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, page));
                    use(response.Content.Headers.ContentLength ?? 0);
                }
                catch (Exception)
                {
                    use(0);
                }
            });
        }
    }
}
