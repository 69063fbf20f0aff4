using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Benchmarks.Harness;
using ConcurrencyAnalyzers.Precision.Mutations;

namespace ConcurrencyAnalyzers.Precision.Recalls;

/// <summary>Inserts known mismatches into real code, one at a time, and asks the rules.</summary>
internal sealed class RecallRun(IReadOnlyList<CodeBase> codeBases, int seed, Repertoire? repertoire = null)
{
    private readonly Mutator mutator = new(codeBases, seed, repertoire);

    /// <summary>How many mutations did not compile and were made anew.</summary>
    public int Rejected => mutator.Rejected;

    /// <summary>The trials in the order of their numbers.</summary>
    public async Task<IReadOnlyList<RecallRow>> RunAsync(IEnumerable<int> numbers, Action<Trial>? look = null)
    {
        using var progress = new ProgressLine();
        var rows = new ConcurrentBag<RecallRow>();
        await Parallel.ForEachAsync(numbers, async (number, _) =>
        {
            var trial = await Trial.OfAsync(mutator.Create(number));
            rows.Add(RecallRow.Of(trial));
            lock (rows)
            {
                progress.Show($"{rows.Count} mutations");
                look?.Invoke(trial);
            }
        });
        return [.. rows.OrderBy(static row => row.Number)];
    }
}
