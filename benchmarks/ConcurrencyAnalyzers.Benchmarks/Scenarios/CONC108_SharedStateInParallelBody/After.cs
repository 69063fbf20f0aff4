using System.Linq;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC108_SharedStateInParallelBody.After;

/// <summary>Adds up by how much many readings differ from the ones before.</summary>
public static class Scenario
{
    public static Task<long> RunAsync(Load load)
    {
        var readings = Enumerable.Range(1, load.Calls).Select(call => call * 7919 % 1_000).ToArray();
        var total = 0L;
        var gate = new object();
        Parallel.For(1, readings.Length, () => 0L, (i, _, local) =>
        {
            var difference = readings[i] - readings[i - 1];
            local += difference * difference;
            return local;
        }, local =>
        {
            lock (gate)
            {
                total += local;
            }
        });

        return Task.FromResult(total);
    }
}
