namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>What the timed methods are for: the model is tuned on some, and judged by others that were drawn and timed when it was done.</summary>
internal enum SamplePart
{
    Tuning,
    HeldOut,
}

internal static class SampleParts
{
    public static string Name(this SamplePart part) => part == SamplePart.Tuning ? "tuning" : "held-out";

    public static SamplePart Parse(string name) => name switch
    {
        "tuning" => SamplePart.Tuning,
        "held-out" => SamplePart.HeldOut,
        _ => throw new InvalidOperationException($"'{name}' is neither 'tuning' nor 'held-out'."),
    };
}
