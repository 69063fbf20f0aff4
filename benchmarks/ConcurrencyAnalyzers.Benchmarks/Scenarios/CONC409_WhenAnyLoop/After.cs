using System;
using System.Linq;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC409_WhenAnyLoop.After;

/// <summary>Sums up what thousands of meters answer, each in its own time, as the answers come in.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        var total = 0L;
        var readings = Enumerable.Range(1, load.Meters).Select(meter => ReadAsync(meter, load.Delay)).ToList();
        await foreach (var reading in Task.WhenEach(readings))
        {
            total += await reading;
        }

        return total;
    }

    // Near and far ones in no order.
    private static async Task<long> ReadAsync(int meter, TimeSpan farthest)
    {
        await Task.Delay(farthest * (meter * 7919L % 1000) / 1000);
        return meter;
    }
}
