namespace ConcurrencyAnalyzers.Engine;

/// <summary>What one run of a body, a delegate or a loop's round costs the processor: the band, the modelled time, and the evidence in words.</summary>
/// <param name="Band">Where it falls.</param>
/// <param name="Nanoseconds">What the model makes of it, comparable to <see cref="CpuBoundFrom"/>; a lower bound where the band is <see cref="CostBand.Unknown"/>.</param>
/// <param name="Evidence">What weighs most: "2 nested loops over 'rows', SHA256.HashData per element". Null where nothing does.</param>
/// <param name="Path">The calls that lead to it from the code that was asked about; null where it stands there itself.</param>
internal sealed record Cost(CostBand Band, double Nanoseconds, string? Evidence, Witness? Path = null)
{
    /// <summary>From here on computation is worth a vehicle of its own.</summary>
    public const double CpuBoundFrom = 100_000;

    /// <summary>What is over sooner nobody notices: between two pictures or two messages, or after having changed one's mind.</summary>
    public const double NoticedFrom = 10 * CpuBoundFrom;

    /// <summary>Below this no vehicle is worth its while.</summary>
    public const double TinyBelow = 100;

    public static readonly Cost Unknown = new(CostBand.Unknown, 0, null);

    /// <summary>It is CPU-bound where there is much of what nobody has passed: of what an object holds, of what was read. Who is never passed anything asks this.</summary>
    public bool IsCpuBoundIfMuch { get; init; }

    /// <summary>Given twice as much, it takes more than twice as long: loops in loops.</summary>
    public bool IsSuperlinear { get; init; }

    public bool IsTiny => Band == CostBand.Tiny;

    public bool IsCpuBound => Band == CostBand.CpuBound;
}
