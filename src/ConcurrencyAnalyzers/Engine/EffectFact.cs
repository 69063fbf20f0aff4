using System;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>One effect of a body, how sure it is, how often it happens, and the chain that proves it.</summary>
internal sealed class EffectFact(Effect effect, Strength strength, Frequency frequency, int dependsOn, Witness witness)
{
    /// <summary>The effect does not depend on what the body is given.</summary>
    public const int Nothing = -2;

    /// <summary>The effect depends on what <c>this</c> stands for; parameters are counted from 0.</summary>
    public const int Receiver = -1;

    public Effect Effect { get; } = effect;

    public Strength Strength { get; } = strength;

    public Frequency Frequency { get; } = frequency;

    /// <summary>The parameter that decides whether the effect happens, <see cref="Receiver"/> or <see cref="Nothing"/>.</summary>
    public int DependsOn { get; } = dependsOn;

    public Witness Witness { get; } = witness;

    /// <summary>
    /// Recurring before one-time, then surer, then more often, then the shorter chain, then the earlier place:
    /// a total order, so that no thread timing shows.
    /// </summary>
    public bool IsBetterThan(EffectFact other)
    {
        if ((Frequency == Frequency.Once) != (other.Frequency == Frequency.Once))
        {
            return other.Frequency == Frequency.Once;
        }

        if (Strength != other.Strength)
        {
            return Strength > other.Strength;
        }

        if (Frequency != other.Frequency)
        {
            return Frequency > other.Frequency;
        }

        return Witness.Length != other.Witness.Length
            ? Witness.Length < other.Witness.Length
            : SourceOrder.Compare(Witness.Site, other.Witness.Site) < 0;
    }

    public bool IsSameAs(EffectFact other) =>
        Effect == other.Effect && Strength == other.Strength && Frequency == other.Frequency && DependsOn == other.DependsOn
        && Witness.Length == other.Witness.Length && Witness.Site == other.Witness.Site;
}

/// <summary>An order of places in source that depends on nothing but the source.</summary>
internal static class SourceOrder
{
    public static int Compare(SyntaxNode? left, SyntaxNode? right)
    {
        if (left is null || right is null)
        {
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        }

        var byPath = left.SyntaxTree == right.SyntaxTree ? 0 : string.CompareOrdinal(left.SyntaxTree.FilePath, right.SyntaxTree.FilePath);
        return byPath != 0 ? byPath : left.SpanStart.CompareTo(right.SpanStart);
    }
}
