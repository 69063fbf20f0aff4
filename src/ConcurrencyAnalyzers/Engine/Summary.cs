using System.Collections.Generic;
using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What a body does to the thread that runs it, its callees included. A function of the body alone.</summary>
internal sealed class Summary
{
    /// <summary>Nothing is known, so nothing is said.</summary>
    public static readonly Summary Empty = new([], 0);

    public Summary(ImmutableArray<EffectFact> effects, uint invokedParameters)
    {
        Effects = effects;
        InvokedParameters = invokedParameters;
    }

    /// <summary>At most one fact for each effect and parameter it depends on, in the order of <see cref="Effect"/>.</summary>
    public ImmutableArray<EffectFact> Effects { get; }

    /// <summary>Bit i: the delegate in parameter i runs before the body returns.</summary>
    public uint InvokedParameters { get; }

    public EffectFact? Find(Effect effect, Strength atLeast = Strength.Likely)
    {
        foreach (var fact in Effects)
        {
            if (fact.Effect == effect && fact.Strength >= atLeast && fact.Frequency != Frequency.Once)
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
            if (Workloads.Blocks(fact.Effect) && fact.Strength >= atLeast && fact.Frequency != Frequency.Once)
            {
                return fact;
            }
        }

        return null;
    }

    public bool IsSameAs(Summary other)
    {
        if (InvokedParameters != other.InvokedParameters || Effects.Length != other.Effects.Length)
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
    private readonly Dictionary<(Effect, int), EffectFact> best = [];

    public uint InvokedParameters { get; set; }

    public void Add(EffectFact fact)
    {
        if (fact.Strength == Strength.Never || fact.Witness.Length > Witness.MaximumLength)
        {
            return;
        }

        var key = (fact.Effect, fact.DependsOn);
        if (!best.TryGetValue(key, out var known) || fact.IsBetterThan(known))
        {
            best[key] = fact;
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
        effects.Sort(static (a, b) => a.Effect != b.Effect ? a.Effect.CompareTo(b.Effect) : a.DependsOn.CompareTo(b.DependsOn));
        return new Summary(effects.MoveToImmutable(), InvokedParameters);
    }
}
