using System;
using System.Diagnostics;
using System.Linq;
using ConcurrencyAnalyzers.Benchmarks.Harness;

namespace ConcurrencyAnalyzers.Benchmarks.Catalog;

/// <summary>One use of the catalog, measured in this process, which must be new: the first time pays for compiling the code, too.</summary>
internal sealed record CatalogMeasurement
{
    private const int WarmUps = 60;
    private const int WarmRuns = 31;

    public double ColdMilliseconds { get; init; }

    public double WarmMilliseconds { get; init; }

    public double AllocatedKilobytes { get; init; }

    public double RetainedKilobytes { get; init; }

    public static CatalogMeasurement Take(CatalogUse use)
    {
        var cold = Time(use);
        for (var i = 0; i < WarmUps; i++)
        {
            Time(use);
        }

        var warm = Spread.Of(Enumerable.Range(0, WarmRuns).Select(_ => Time(use)).ToArray()).Median;
        var retained = GC.GetTotalMemory(forceFullCollection: true);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var kept = use.Run();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        retained = GC.GetTotalMemory(forceFullCollection: true) - retained;
        GC.KeepAlive(kept);
        return new() { ColdMilliseconds = cold, WarmMilliseconds = warm, AllocatedKilobytes = allocated / 1024.0, RetainedKilobytes = retained / 1024.0 };
    }

    private static double Time(CatalogUse use)
    {
        var watch = Stopwatch.StartNew();
        GC.KeepAlive(use.Run());
        return watch.Elapsed.TotalMilliseconds;
    }
}
