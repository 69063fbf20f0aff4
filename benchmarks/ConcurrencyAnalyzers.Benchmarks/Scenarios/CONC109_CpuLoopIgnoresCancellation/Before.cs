using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC109_CpuLoopIgnoresCancellation.Before;

/// <summary>Compares points with one another, once for somebody who waits for the result, and once for somebody who has gone.</summary>
public static class Scenario
{
    public static Task<long> RunAsync(Load load)
    {
        var points = Enumerable.Range(1, load.Computations * 4).Select(number => number * 7 % 1_000).ToArray();
        var compared = 0L;
        using var left = new CancellationTokenSource();
        left.Cancel();
        try
        {
            Distances(points, ref compared, left.Token);
        }
        catch (OperationCanceledException)
        {
        }

        load.Observe("pairs compared for nobody", compared);
        return Task.FromResult(Distances(points[..8], ref compared, CancellationToken.None));
    }

    private static long Distances(int[] points, ref long compared, CancellationToken cancellationToken)
    {
        var sum = 0L;
        /*CONC109*/for (var i = 0; i < points.Length; i++)
        {
            for (var j = 0; j < points.Length; j++)
            {
                sum += Math.Abs(points[i] - points[j]);
                compared++;
            }
        }

        return sum;
    }
}
