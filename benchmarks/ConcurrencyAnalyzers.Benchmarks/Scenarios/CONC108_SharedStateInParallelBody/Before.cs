using System.Linq;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC108_SharedStateInParallelBody.Before;

/// <summary>Adds up by how much many readings differ from the ones before.</summary>
public static class Scenario
{
    public static Task<long> RunAsync(Load load)
    {
        var readings = Enumerable.Range(1, load.Calls).Select(call => call * 7919 % 1_000).ToArray();
        var total = 0L;
        var gate = new object();
        Parallel.For(1, readings.Length, i =>
        {
            var difference = readings[i] - readings[i - 1];
            lock (gate)
            {
                /*CONC108*/total += difference * difference;
            }
        });

        return Task.FromResult(total);
    }
}
