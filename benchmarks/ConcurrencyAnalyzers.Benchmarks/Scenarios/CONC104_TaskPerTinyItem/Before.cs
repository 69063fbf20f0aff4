using System.Linq;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC104_TaskPerTinyItem.Before;

/// <summary>Mixes the bits of many numbers.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        var mixed = await Task.WhenAll(Enumerable.Range(0, load.Calls).Select(number => Task./*CONC104*/Run(() => Mix(number))));
        return mixed.Sum();
    }

    private static long Mix(int number) => (number * 31L) ^ (number >> 3);
}
