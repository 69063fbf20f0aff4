using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>Work whose cost is known, and clocks for what is done with it.</summary>
internal static class Work
{
    private static readonly double StepsEachMicrosecond = Calibrate();

    /// <summary>How many steps of <see cref="Compute"/> take this long on this machine.</summary>
    public static int Steps(double microseconds) => (int)Math.Max(1, microseconds * StepsEachMicrosecond);

    /// <summary>Computes without memory or memory traffic, so that two threads take as long as one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static uint Compute(int steps)
    {
        var value = (uint)steps;
        for (var i = 0; i < steps; i++)
        {
            value = (value * 1664525) + 1013904223;
        }

        return value;
    }

    /// <summary>How long each of so many took, in nanoseconds.</summary>
    public static double NanosecondsEach(int count, Action all)
    {
        var started = Stopwatch.GetTimestamp();
        all();
        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / count;
    }

    /// <summary>Time and allocation of each of so many; the allocation is that of all threads.</summary>
    public static IReadOnlyDictionary<string, double> Each(int count, Action all)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var nanoseconds = NanosecondsEach(count, all);
        return new Dictionary<string, double> { [Figures.Nanoseconds] = nanoseconds, [Figures.Bytes] = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)count };
    }

    // The quickest of many: what interrupts a measurement only makes it slower.
    private static double Calibrate()
    {
        const int Steps = 100_000;
        var best = double.MaxValue;
        for (var i = 0; i < 50; i++)
        {
            best = Math.Min(best, NanosecondsEach(1, static () => Compute(Steps)));
        }

        return Steps / best * 1_000;
    }
}
