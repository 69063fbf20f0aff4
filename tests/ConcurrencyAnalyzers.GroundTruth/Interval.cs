using System;

namespace ConcurrencyAnalyzers.GroundTruth;

/// <summary>A share with the bounds that sampling leaves open.</summary>
internal readonly record struct Interval(double Low, double High)
{
    // The 97.5 % point of the standard normal distribution: 2.5 % stay outside on each side.
    private const double StandardDeviations = 1.959963984540054;

    /// <summary>The 95 % interval by Wilson: it stays within 0 and 1 and holds for small samples and for shares near the ends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or not as many as successes, or the successes are negative.</exception>
    public static Interval Wilson(int successes, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);

        const double z2 = StandardDeviations * StandardDeviations;
        var share = (double)successes / trials;
        var shrink = 1 + z2 / trials;
        var centre = (share + z2 / (2 * trials)) / shrink;
        var half = StandardDeviations * Math.Sqrt(share * (1 - share) / trials + z2 / (4.0 * trials * trials)) / shrink;

        // Where no trial or every trial succeeds the bound is exact; the difference of two roundings is not.
        return new(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }

    public bool Contains(double share) => share >= Low && share <= High;
}
