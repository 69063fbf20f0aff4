using System;
using System.Collections.Generic;
using ConcurrencyAnalyzers.Benchmarks.Harness;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>One family, measured a little in every round, so that no quarter of a minute decides about it.</summary>
internal sealed class FamilyRun(Family family, bool quick)
{
    // What is called thirty times is compiled again, and once more with what was seen meanwhile.
    private const int WarmCalls = 100;

    private readonly double sampleTime = quick ? 2e6 : 15e6;
    private readonly Side small = new();
    private readonly Side large = new();

    public Family Family => family;

    public FamilyFigures Figures => new(family, small.Samples, family.Small == family.Large ? small.Samples : large.Samples);

    /// <summary>Called twice: what is compiled again after the first time comes in between.</summary>
    public void WarmUp()
    {
        foreach (var (side, size) in Sides())
        {
            side.Call ??= family.Prepare(size);
            side.Call();
            var start = ThreadClock.Nanoseconds();
            var calls = 0;
            double elapsed;
            do
            {
                side.Call();
                calls++;
                elapsed = ThreadClock.Nanoseconds() - start;
            }
            while (elapsed < (quick ? 5e6 : 40e6) || (calls < WarmCalls && elapsed < (quick ? 10e6 : 100e6)));

            side.CallTime = elapsed / calls;
        }
    }

    public void Measure()
    {
        foreach (var (side, _) in Sides())
        {
            // What others have left behind is not this family's to clear away.
            GC.Collect();
            var repetitions = Math.Max(quick ? 1 : family.CallsAtOnce, (int)(sampleTime / side.CallTime));
            var start = ThreadClock.Nanoseconds();
            for (var i = 0; i < repetitions; i++)
            {
                side.Call!();
            }

            side.Samples.Add((ThreadClock.Nanoseconds() - start) / repetitions);
            side.CallTime = Spread.Of(side.Samples).Median;
        }
    }

    private IEnumerable<(Side Side, int Size)> Sides() =>
        family.Small == family.Large ? [(small, family.Small)] : [(small, family.Small), (large, family.Large)];

    private sealed class Side
    {
        public Action? Call { get; set; }

        public double CallTime { get; set; }

        public List<double> Samples { get; } = [];
    }
}
