namespace ConcurrencyAnalyzers.Engine;

/// <summary>What one run of a piece of code costs the processor, in the bands that rules tell apart.</summary>
internal enum CostBand : byte
{
    /// <summary>Nothing is known, so nothing is said.</summary>
    Unknown,

    /// <summary>Plausibly under 100 ns: handing it to anybody costs more than doing it.</summary>
    Tiny,

    /// <summary>Neither: there a parallel loop wins already, and a task for each item does no harm.</summary>
    Between,

    /// <summary>Plausibly above 100 µs, with evidence, and it neither blocks nor awaits.</summary>
    CpuBound,

    /// <summary>Computes as much, and does I/O or waits besides.</summary>
    Mixed,
}
