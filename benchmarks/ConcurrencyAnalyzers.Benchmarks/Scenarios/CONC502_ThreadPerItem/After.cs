using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC502_ThreadPerItem.After;

/// <summary>Takes the checksum of many small blocks.</summary>
public static class Scenario
{
    public static Task<long> RunAsync(Load load)
    {
        var blocks = Enumerable.Range(1, load.Computations).Select(number => Enumerable.Repeat((byte)number, 4_000).ToArray()).ToArray();
        var sums = new long[blocks.Length];
        Parallel.ForEach(Enumerable.Range(0, blocks.Length), number => sums[number] = Checksum(blocks[number]));

        return Task.FromResult(sums.Sum());
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
