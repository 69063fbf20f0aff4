using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC101_CpuWorkOnThread.After;

/// <summary>Compares many revisions of a text with the original.</summary>
public static class Scenario
{
    public static Task<long> RunAsync(Load load)
    {
        var original = string.Concat(Enumerable.Repeat("The quick brown fox. ", 6));
        var distances = new int[load.Computations];
        Parallel.ForEach(Enumerable.Range(0, load.Computations), revision => distances[revision] = EditDistance(original, original.Insert(revision % original.Length, "very ")));

        return Task.FromResult(distances.Sum(distance => (long)distance));
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
