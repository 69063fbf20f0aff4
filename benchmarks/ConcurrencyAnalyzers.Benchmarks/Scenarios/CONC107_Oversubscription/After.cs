using System;
using System.Linq;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC107_Oversubscription.After;

/// <summary>Finds the points of a cloud that are nearest to one another.</summary>
public static class Scenario
{
    public static Task<long> RunAsync(Load load)
    {
        var distances = Enumerable.Range(1, load.Computations)
            .AsParallel()
            .WithDegreeOfParallelism(Environment.ProcessorCount)
            .Select(seed => Nearest(Points(seed)))
            .ToArray();
        return Task.FromResult(distances.Sum());
    }

    private static int[] Points(int seed)
    {
        var points = new int[400];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = (seed * (i + 1) * 7919) % 1_000_003;
        }

        return points;
    }

    private static long Nearest(int[] points)
    {
        var nearest = long.MaxValue;
        for (var i = 0; i < points.Length; i++)
        {
            for (var j = i + 1; j < points.Length; j++)
            {
                nearest = Math.Min(nearest, Math.Abs((long)points[i] - points[j]) + (i ^ j));
            }
        }

        return nearest;
    }
}
