using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ConcurrencyAnalyzers.Benchmarks.Harness;

/// <summary>What is left of repeated measurements: the middle one and how far the others are from it.</summary>
public readonly record struct Spread(double Median, double Minimum, double Maximum)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(median, sorted[0], sorted[^1]);
    }

    /// <summary>As many digits as a ratio deserves: 0.97, 11.5, 940.</summary>
    public static string Digits(double value) =>
        value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    public override string ToString() => $"{Digits(Median)} ({Digits(Minimum)}-{Digits(Maximum)})";
}
