using ConcurrencyAnalyzers.Precision.Fuzzing;
using ConcurrencyAnalyzers.Precision.Mutations;

namespace ConcurrencyAnalyzers.Tests.Precision;

/// <summary>The quick form of what runs for ten minutes every night.</summary>
public sealed class FuzzTests
{
    [Fact]
    public async Task Fixes_keep_their_promise_on_mutated_code()
    {
        var run = new FuzzRun([new CodeBase(SampleService.Corpus)], seed: 1);
        var broken = new List<string>();
        for (var number = 1; number <= 5; number++)
            await run.MutateAsync(number, breakage => broken.Add(breakage.ToString()));

        Assert.True(broken.Count == 0, string.Join('\n', broken));
        Assert.True(run.Applied > 0, "No fix was applied.");
    }
}
