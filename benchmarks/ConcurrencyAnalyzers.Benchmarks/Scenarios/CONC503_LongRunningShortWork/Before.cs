using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC503_LongRunningShortWork.Before;

/// <summary>Takes the checksum of many small blocks.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        var blocks = Enumerable.Range(1, load.Computations).Select(number => Enumerable.Repeat((byte)number, 4_000).ToArray()).ToArray();
        var tasks = new List<Task<long>>();
        foreach (var block in blocks)
        {
            tasks.Add(Task.Factory./*CONC503*/StartNew(() => Checksum(block), TaskCreationOptions.LongRunning));
        }

        var sums = await Task.WhenAll(tasks);
        return sums.Sum();
    }

    private static long Checksum(byte[] block)
    {
        var sum = 17L;
        foreach (var value in block)
        {
            sum = ((sum * 31) + value) % 1_000_003;
        }

        return sum;
    }
}
