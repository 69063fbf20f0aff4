using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ConcurrencyAnalyzers.Benchmarks.Harness;
using ConcurrencyAnalyzers.Catalog;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>What was measured of one family, and what follows from it.</summary>
internal sealed class FamilyFigures(Family family, IReadOnlyList<double> small, IReadOnlyList<double> large)
{
    /// <summary>From here on a computation is worth a thought.</summary>
    private const double Budget = 100_000;

    /// <summary>A growth is taken for true, and a cost for the same, as long as it is off by no more than this.</summary>
    private const double Tolerance = 2;

    public Family Family => family;

    public double SmallNanoseconds { get; } = Spread.Of(small).Median;

    public double LargeNanoseconds { get; } = Spread.Of(large).Median;

    /// <summary>The nanoseconds of one unit: what the larger input has more, so that what every call costs does not count.</summary>
    /// <exception cref="InvalidOperationException">The larger input took no longer.</exception>
    public double UnitNanoseconds
    {
        get
        {
            var unit = family.Growth == Growth.Constant
                ? SmallNanoseconds
                : (LargeNanoseconds - SmallNanoseconds) / (Family.Units(family.Growth, family.Large) - Family.Units(family.Growth, family.Small));
            return unit > 0
                ? unit
                : throw new InvalidOperationException($"'{family.Name}' took no longer with {family.Large} than with {family.Small}. Give it a larger input.");
        }
    }

    /// <summary>How far the middle half of the samples of the larger input is apart, for one of their median.</summary>
    public double Spreading
    {
        get
        {
            var sorted = large.Order().ToArray();
            return (sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4]) / LargeNanoseconds;
        }
    }

    /// <summary>How much more the larger input cost than the growth says; nothing where there is one size.</summary>
    public double? Deviation => family.Small == family.Large
        ? null
        : LargeNanoseconds / SmallNanoseconds / (Family.Units(family.Growth, family.Large) / Family.Units(family.Growth, family.Small));

    public static bool Fits(double ratio) => ratio is >= 1 / Tolerance and <= Tolerance;

    public string GrowthName => family.Growth switch
    {
        Growth.Linear => "linear",
        Growth.LogLinear => "nlogn",
        _ => "constant",
    };

    /// <summary>The size, or the number of calls, that takes 100 µs.</summary>
    public string Reaches100Microseconds
    {
        get
        {
            var units = Budget / UnitNanoseconds;
            return family.Growth switch
            {
                Growth.Constant => units <= 1 ? "1 call" : Count(Math.Ceiling(units), "call"),
                Growth.LogLinear => Count(SizeOf(units), family.Unit),
                _ => Count(Math.Max(1, units), family.Unit),
            };
        }
    }

    /// <summary>As the catalog writes it: two significant digits.</summary>
    public string Cost => Digits(UnitNanoseconds);

    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => $"{Digits(nanoseconds)} ns",
        < 1e6 => $"{Digits(nanoseconds / 1e3)} µs",
        _ => $"{Digits(nanoseconds / 1e6)} ms",
    };

    /// <summary>The cells of the family's row; <paramref name="members"/> are what else belongs to it.</summary>
    public IEnumerable<string> Record(IEnumerable<FamilyFigures> members) =>
    [
        family.Name, GrowthName, Cost, family.Unit, Whole(family.Small), Digits(SmallNanoseconds, 3), Whole(family.Large), Digits(LargeNanoseconds, 3),
        Digits(100 * Spreading), Deviation is { } deviation ? Digits(deviation) : "-", Reaches100Microseconds,
        string.Join(", ", members.Select(member => $"{member.Family.Name} {Digits(member.UnitNanoseconds / UnitNanoseconds)}")),
    ];

    public static string Digits(double value, int digits = 2)
    {
        var scale = (int)Math.Floor(Math.Log10(value)) - digits + 1;
        var (power, lower) = (Math.Pow(10, scale), Math.Pow(10, -scale));
        var rounded = scale >= 0 ? Math.Round(value / power) * power : Math.Round(value * lower) / lower;
        return value > 0 ? ((decimal)rounded).ToString("0.############", CultureInfo.InvariantCulture) : "0";
    }

    private static string Whole(int size) => size.ToString(CultureInfo.InvariantCulture);

    private static string Count(double count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{double.Parse(Digits(count), CultureInfo.InvariantCulture):#,0} {unit}s");

    private static double SizeOf(double units)
    {
        double low = 1, high = 1e12;
        while (high - low > 0.5)
        {
            var middle = (low + high) / 2;
            (low, high) = Family.Units(Growth.LogLinear, middle) < units ? (middle, high) : (low, middle);
        }

        return high;
    }
}
