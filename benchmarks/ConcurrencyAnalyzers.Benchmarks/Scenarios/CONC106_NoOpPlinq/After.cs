using System.Linq;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC106_NoOpPlinq.After;

/// <summary>Adds up what a meter has read.</summary>
public static class Scenario
{
    public static Task<long> RunAsync(Load load)
    {
        var readings = Enumerable.Range(1, load.Calls).Select(call => call * 7919L % 1_000).ToArray();
        var total = 0L;
        foreach (var reading in readings)
        {
            total += reading * reading;
        }

        return Task.FromResult(total);
    }
}
