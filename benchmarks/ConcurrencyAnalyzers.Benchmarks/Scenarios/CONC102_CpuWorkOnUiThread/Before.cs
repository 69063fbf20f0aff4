using System;
using System.ComponentModel;
using System.Linq;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC102_CpuWorkOnUiThread.Before;

/// <summary>A window that shows how much two long texts differ, once a worker has them.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        using var window = new UiThread();
        var complete = new TaskCompletionSource<long>();
        var original = string.Concat(Enumerable.Repeat("The quick brown fox. ", load.Computations));
        await window.RunAsync(() => Begin(original, original.Replace("brown", "red", StringComparison.Ordinal), complete.SetResult));
        var distance = await complete.Task;
        await window.RunAsync(() => { });
        load.Observe("longest pause of the user interface, ms", window.LongestPause);
        return distance;
    }

    private static void Begin(string original, string revision, Action<long> show)
    {
        var worker = new BackgroundWorker();
        worker.RunWorkerCompleted += (sender, e) =>
        {
            var distance = /*CONC102*/EditDistance(original, revision);
            show(distance);
        };
        worker.RunWorkerAsync();
    }

    private static int EditDistance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            (var diagonal, row[0]) = (row[0], i);
            for (var j = 1; j <= to.Length; j++)
            {
                var change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                (diagonal, row[j]) = (row[j], Math.Min(change, Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[to.Length];
    }
}
