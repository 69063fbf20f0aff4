using System;
using ConcurrencyAnalyzers.Benchmarks.Harness;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>What a comparison must show.</summary>
/// <param name="What">The value in words.</param>
/// <param name="Of">The value of one round, mostly a ratio of two sides.</param>
/// <param name="Limit">What the median of the rounds is to keep to.</param>
/// <param name="IsFloor">Whether it is to be at least the limit; else at most.</param>
internal sealed record Target(string What, Func<Round, double> Of, double Limit, bool IsFloor = false)
{
    public bool IsMetBy(Spread measured) => IsFloor ? measured.Median >= Limit : measured.Median <= Limit;

    /// <summary>Whether not even half of it is there: half of what is to be gained, or twice what may be paid.</summary>
    public bool IsFarFrom(double measured) => IsFloor ? measured < Limit / 2 : measured > Limit + Math.Max(0, Limit - 1);

    public override string ToString() => $"{(IsFloor ? "at least" : "at most")} {Spread.Digits(Limit)}";
}
