using System.Linq;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC104_TaskPerTinyItem.After;

/// <summary>Mixes the bits of many numbers.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        var mixed = await Task.Run(() => Enumerable.Range(0, load.Calls).Select(number => Mix(number)).ToArray());
        return mixed.Sum();
    }

    private static long Mix(int number) => (number * 31L) ^ (number >> 3);
}
