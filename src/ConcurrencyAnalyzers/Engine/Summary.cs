using System.Collections.Generic;
using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What a body does to the thread that runs it, its callees included. A function of the body alone.</summary>
internal sealed class Summary
{
    /// <summary>Nothing is known, so nothing is said.</summary>
    public static readonly Summary Empty = new([], 0, 0);

    public Summary(ImmutableArray<EffectFact> effects, uint invokedParameters, uint repeatedParameters)
    {
        Effects = effects;
        InvokedParameters = invokedParameters;
        RepeatedParameters = repeatedParameters;
    }

    /// <summary>In the order of <see cref="Effect"/>, the surest and most frequent of each first.</summary>
    public ImmutableArray<EffectFact> Effects { get; }

    /// <summary>Bit i: the delegate in parameter i runs before the body returns.</summary>
    public uint InvokedParameters { get; }

    /// <summary>Bit i: it does so where nothing says that the result is kept.</summary>
    public uint RepeatedParameters { get; }

    /// <summary>What it costs the processor, its callees included; null where nobody has added it up, as in knots that are not followed.</summary>
    public Work? Work { get; private init; }

    public Summary With(Work work) => new(Effects, InvokedParameters, RepeatedParameters) { Work = work };

    public EffectFact? Find(Effect effect, Strength atLeast = Strength.Likely)
    {
        foreach (var fact in Effects)
        {
            if (fact.Effect == effect && fact.Strength >= atLeast && fact.Frequency > Frequency.PerMiss)
            {
                return fact;
            }
        }

        return null;
    }

    /// <summary>The first blocking effect, in the order in which people are told.</summary>
    public EffectFact? Blocking(Strength atLeast = Strength.Likely)
    {
        foreach (var fact in Effects)
        {
            if (Workloads.Blocks(fact.Effect) && fact.Strength >= atLeast && fact.Frequency > Frequency.PerMiss)
            {
                return fact;
            }
        }

        return null;
    }

    public bool IsSameAs(Summary other)
    {
        if (InvokedParameters != other.InvokedParameters || RepeatedParameters != other.RepeatedParameters || Effects.Length != other.Effects.Length)
        {
            return false;
        }

        for (var i = 0; i < Effects.Length; i++)
        {
            if (!Effects[i].IsSameAs(other.Effects[i]))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Collects the best fact for each effect.</summary>
internal sealed class SummaryBuilder
{
    private readonly Dictionary<(Effect Effect, int DependsOn, Strength Strength, Frequency Frequency, bool IsConditional, PathCondition? Condition), EffectFact> best = [];

    public uint InvokedParameters { get; set; }

    public uint RepeatedParameters { get; set; }

    public void Add(EffectFact fact)
    {
        if (fact.Strength == Strength.Never || fact.Witness.Length > Witness.MaximumLength)
        {
            return;
        }

        if (!best.TryGetValue(fact.Key, out var known) || fact.IsShorterThan(known))
        {
            best[fact.Key] = fact;
        }
    }

    public Summary ToSummary()
    {
        if (best.Count == 0 && InvokedParameters == 0)
        {
            return Summary.Empty;
        }

        var effects = ImmutableArray.CreateBuilder<EffectFact>(best.Count);
        effects.AddRange(best.Values);
        effects.Sort(static (a, b) =>
            a.Effect != b.Effect ? a.Effect.CompareTo(b.Effect)
            : a.Strength != b.Strength ? b.Strength.CompareTo(a.Strength)
            : a.Frequency != b.Frequency ? b.Frequency.CompareTo(a.Frequency)
            : a.IsConditional != b.IsConditional ? a.IsConditional.CompareTo(b.IsConditional)
            : a.DependsOn != b.DependsOn ? a.DependsOn.CompareTo(b.DependsOn)
            : Compare(a, b));
        return new Summary(effects.MoveToImmutable(), InvokedParameters, RepeatedParameters);

        // What depends on nothing is told first, then the shorter chain, so that the order is that of the source and not of a table.
        static int Compare(EffectFact a, EffectFact b) =>
            a.Condition is null != b.Condition is null ? (a.Condition is null ? -1 : 1)
            : a.IsShorterThan(b) ? -1
            : b.IsShorterThan(a) ? 1
            : PathCondition.Compare(a.Condition, b.Condition);
    }
}
