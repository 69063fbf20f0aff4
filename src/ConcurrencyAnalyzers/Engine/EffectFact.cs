using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>One effect of a body, how sure it is, how often it happens, and the chain that proves it.</summary>
internal sealed class EffectFact(Effect effect, Strength strength, Frequency frequency, int dependsOn, Witness witness, bool isConditional = false, PathCondition? condition = null)
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

    /// <summary>A branch on the way decides whether it happens. Kept of files and streams alone: how grave these are is a matter of how often.</summary>
    public bool IsConditional { get; } = isConditional;

    /// <summary>What a parameter of the body has to be for it to happen.</summary>
    public PathCondition? Condition { get; } = condition;

    /// <summary>
    /// Facts of different strength or frequency stand side by side; of two that are alike the shorter chain wins, then the earlier place.
    /// So a better fact at the callee is never a worse one at the caller, and the fixpoint does not depend on the order of the work.
    /// </summary>
    public (Effect Effect, int DependsOn, Strength Strength, Frequency Frequency, bool IsConditional, PathCondition? Condition) Key => (Effect, DependsOn, Strength, Frequency, IsConditional, Condition);

    public bool IsShorterThan(EffectFact other) => Witness.Length != other.Witness.Length
        ? Witness.Length < other.Witness.Length
        : SourceOrder.Compare(Witness.Site, other.Witness.Site) < 0;

    /// <summary>The whole chain counts: a caller keeps the tail that its callee had when it was asked.</summary>
    public bool IsSameAs(EffectFact other)
    {
        if (Key != other.Key || Witness.Length != other.Witness.Length)
        {
            return false;
        }

        for (Witness? own = Witness, theirs = other.Witness; own != theirs && own is not null && theirs is not null; own = own.Next, theirs = theirs.Next)
        {
            if (own.Site != theirs.Site || !own.Member.IsSameAs(theirs.Member))
            {
                return false;
            }
        }

        return true;
    }
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
