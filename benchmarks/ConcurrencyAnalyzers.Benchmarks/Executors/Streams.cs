using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Executors;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary><see cref="ConcurrentStream"/>, which hands results to a reader in order, beside <see cref="Parallel"/>, whose bodies write them into an array that is complete in the end.</summary>
internal static class Streams
{
    private const int Items = 200_000;

    // For work that waits; and as many as there are cores, which is the least that a stream is for and the worst for its reader.
    private static readonly int[] Degrees = [64, 16, 2];

    public static Comparison Comparison { get; } = new(
        "stream",
        "200,000 items that do nothing but yield to the pool, 64, 16 and 2 at once. The sides of Parallel write results into an array, those of the stream have a reader that does.",
        [.. Sides()],
        [.. Targets()]);

    private static IEnumerable<Side> Sides()
    {
        foreach (var degree in Degrees)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = degree };
            yield return new Side(ForAsync(degree), () => Measure(results => Parallel.ForAsync(0, Items, options, async (item, _) =>
            {
                await Task.Yield();
                results[item] = item;
            })));
            yield return new Side(ForEachAsync(degree), () => Measure(results => Parallel.ForEachAsync(Enumerable.Range(0, Items), options, async (item, _) =>
            {
                await Task.Yield();
                results[item] = item;
            })));
            yield return new Side(Ordered(degree), () => Measure(results => ReadAsync(Enumerable.Range(0, Items).SelectConcurrent(Degree.Of(degree), static async (item, _) =>
            {
                await Task.Yield();
                return item;
            }), results)));
            yield return new Side(Unordered(degree), () => Measure(results => ReadAsync(Enumerable.Range(0, Items).SelectConcurrentUnordered(Degree.Of(degree), static async (item, _) =>
            {
                await Task.Yield();
                return item;
            }), results)));
        }
    }

    private static IEnumerable<Target> Targets()
    {
        foreach (var degree in Degrees)
        {
            yield return new Target($"time of SelectConcurrent to ForAsync, {degree} at once", round => round[Ordered(degree), Figures.Nanoseconds] / round[ForAsync(degree), Figures.Nanoseconds], 1.2);
            yield return new Target($"time of SelectConcurrentUnordered to ForAsync, {degree} at once", round => round[Unordered(degree), Figures.Nanoseconds] / round[ForAsync(degree), Figures.Nanoseconds], 1.2);
            yield return new Target($"time of SelectConcurrent to ForEachAsync, {degree} at once", round => round[Ordered(degree), Figures.Nanoseconds] / round[ForEachAsync(degree), Figures.Nanoseconds], 1.2);
        }
    }

    private static IReadOnlyDictionary<string, double> Measure(Func<int[], Task> run)
    {
        var results = new int[Items];
        var figures = Work.Each(Items, () => run(results).Wait());
        return results.Sum(static result => (long)result) == (long)Items * (Items - 1) / 2 ? figures : throw new InvalidOperationException("Results are missing.");
    }

    private static async Task ReadAsync(IAsyncEnumerable<int> stream, int[] results)
    {
        var count = 0;
        await foreach (var result in stream.ConfigureAwait(false))
        {
            results[count++] = result;
        }
    }

    private static string ForAsync(int degree) => $"Parallel.ForAsync, {degree}";

    private static string ForEachAsync(int degree) => $"Parallel.ForEachAsync, {degree}";

    private static string Ordered(int degree) => $"SelectConcurrent, {degree}";

    private static string Unordered(int degree) => $"SelectConcurrentUnordered, {degree}";
}
