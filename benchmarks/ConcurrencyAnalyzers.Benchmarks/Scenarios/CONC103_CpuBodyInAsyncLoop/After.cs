using System.Linq;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC103_CpuBodyInAsyncLoop.After;

/// <summary>Takes the checksum of many short texts.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        var sums = new long[load.Calls];
        await Task.Run(() => Parallel.ForEach(Enumerable.Range(0, load.Calls), call =>
        {
            sums[call] = Checksum(call.ToString("D12"));
        }));
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
