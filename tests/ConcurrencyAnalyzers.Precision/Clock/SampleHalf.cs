using System.Security.Cryptography;
using System.Text;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>Which half of the timed methods one belongs to: the model is tuned on one, and judged by the other.</summary>
internal enum SampleHalf
{
    Tuning,
    HeldOut,
}

internal static class Halves
{
    /// <summary>Decided by the name alone, so it stays the same whatever else is drawn, and whatever is measured.</summary>
    public static SampleHalf Of(string codeBase, string key) => (SHA256.HashData(Encoding.UTF8.GetBytes($"{codeBase} {key}"))[0] & 1) == 0 ? SampleHalf.Tuning : SampleHalf.HeldOut;

    public static string Name(this SampleHalf half) => half == SampleHalf.Tuning ? "tuning" : "held-out";

    public static SampleHalf Parse(string name) => name switch
    {
        "tuning" => SampleHalf.Tuning,
        "held-out" => SampleHalf.HeldOut,
        _ => throw new InvalidOperationException($"'{name}' is neither 'tuning' nor 'held-out'."),
    };
}
