using System;
using System.ComponentModel;
using System.Net.Http;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC208_BlockedUiThread.After;

/// <summary>A window that shows the size of a page for each piece of work that a worker has done.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var server = new LoopbackServer(load.Delay);
        using var client = new HttpClient();
        using var window = new UiThread();
        var total = 0L;
        var missing = load.Items;
        var complete = new TaskCompletionSource();
        await window.RunAsync(() =>
        {
            foreach (var page in server.Pages(load.Items))
            {
                Begin(page, client, size =>
                {
                    total += size;
                    if (--missing == 0)
                    {
                        complete.SetResult();
                    }
                });
            }
        });
        await complete.Task;
        await window.RunAsync(() => { });
        load.Observe("longest pause of the user interface, ms", window.LongestPause);
        return total;
    }

    private static void Begin(Uri page, HttpClient client, Action<long> show)
    {
        var worker = new BackgroundWorker();
        worker.RunWorkerCompleted += async (sender, e) =>
        {
            using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, page));
            show(response.Content.Headers.ContentLength ?? 0);
        };
        worker.RunWorkerAsync();
    }
}
