using System.Collections.Generic;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Executors;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary><see cref="CpuExecutor.ForAsync(int, int, System.Action{int}, System.Threading.CancellationToken)"/> beside <see cref="Parallel"/>.</summary>
internal static class CpuLoops
{
    private static readonly double[] Microseconds = [1, 10, 100];

    public static Comparison Comparison { get; } = new(
        "loop",
        "A loop over bodies that compute for 1, 10 and 100 microseconds, 100 milliseconds in all.",
        [.. Sides()],
        [.. Targets()]);

    private static IEnumerable<Side> Sides()
    {
        foreach (var length in Microseconds)
        {
            var count = (int)(100_000 / length);
            yield return new Side(Bcl(length), () =>
            {
                var steps = Work.Steps(length);
                return Work.Each(count, () => Parallel.For(0, count, _ => Work.Compute(steps)));
            });
            yield return new Side(Ours(length), () =>
            {
                var steps = Work.Steps(length);
                return Work.Each(count, () => CpuExecutor.Shared.ForAsync(0, count, _ => Work.Compute(steps)).GetAwaiter().GetResult());
            });
        }
    }

    private static IEnumerable<Target> Targets()
    {
        foreach (var length in Microseconds)
        {
            yield return new Target($"time of ForAsync to Parallel.For, {length} µs", round => round[Ours(length), Figures.Nanoseconds] / round[Bcl(length), Figures.Nanoseconds], 1.10);
        }
    }

    private static string Bcl(double microseconds) => $"Parallel.For, {microseconds} µs";

    private static string Ours(double microseconds) => $"CpuExecutor.ForAsync, {microseconds} µs";
}
