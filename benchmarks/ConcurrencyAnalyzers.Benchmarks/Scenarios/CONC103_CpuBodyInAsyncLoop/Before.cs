using System.Linq;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC103_CpuBodyInAsyncLoop.Before;

/// <summary>Takes the checksum of many short texts.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        var sums = new long[load.Calls];
        await Parallel./*CONC103*/ForEachAsync(Enumerable.Range(0, load.Calls), (call, _) =>
        {
            sums[call] = Checksum(call.ToString("D12"));
            return ValueTask.CompletedTask;
        });
        return sums.Sum();
    }

    private static long Checksum(string text)
    {
        var sum = 17L;
        foreach (var letter in text)
        {
            sum = ((sum * 31) + letter) % 1_000_003;
        }

        return sum;
    }
}
