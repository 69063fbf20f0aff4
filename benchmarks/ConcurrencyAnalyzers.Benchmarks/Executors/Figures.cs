namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>The names of figures that several comparisons have.</summary>
internal static class Figures
{
    public const string Nanoseconds = "ns each";
    public const string Bytes = "bytes each";
    public const string Milliseconds = "ms";
}
