using System.Collections.Concurrent;
using System.Linq;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC105_TinyParallelBody.Before;

/// <summary>Makes the samples of a recording louder.</summary>
public static class Scenario
{
    public static Task<long> RunAsync(Load load)
    {
        var samples = Enumerable.Range(1, load.Calls).Select(call => call * 7919 % 1_000).ToArray();
        for (var step = 0; step < 10; step++)
        {
            Parallel./*CONC105*/For(0, samples.Length, i => samples[i] = (samples[i] * 3) - (samples[i] >> 1));
        }

        return Task.FromResult(samples.Sum(sample => (long)sample % 1_000));
    }
}
