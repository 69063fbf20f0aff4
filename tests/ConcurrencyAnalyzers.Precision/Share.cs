using System.Globalization;
using ConcurrencyAnalyzers.GroundTruth;

namespace ConcurrencyAnalyzers.Precision;

/// <summary>A part of a whole, with the bounds that sampling leaves open.</summary>
internal static class Share
{
    public static string Of(int part, int whole)
    {
        if (whole == 0)
        {
            return "";
        }

        var interval = Interval.Wilson(part, whole);
        return string.Create(CultureInfo.InvariantCulture, $"{(double)part / whole:0.00} ({interval.Low:0.00} to {interval.High:0.00})");
    }
}
