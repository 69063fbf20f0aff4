using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>The one door to what computation costs. It is asked after the fixpoint of the summaries, so that what it rules out is ruled out for good.</summary>
internal sealed class Costs(ConcurrencyModel model, Summaries summaries, PriceTable prices)
{
    /// <summary>A call of which nothing is known is on the hot path where as many calls of a microsecond would be this share of the whole.</summary>
    private const double Share = 0.25;

    private const double Doubtful = 1_000;

    /// <summary>What each of a thousand elements has to cost before one loop over them is heavy by itself: a third more than what makes it so.</summary>
    private const double HeavyElement = 130;

    /// <summary>The same for each of 65,536 characters or bytes: more than to look at it, and to compare or add.</summary>
    private const double HeavyCharacter = 5;

    /// <summary>Who is farther away stands behind so many conditions that constants prove nothing any more.</summary>
    private const int Near = 4;

    /// <summary>One run of a body.</summary>
    public Cost Of(Body body, CancellationToken cancellationToken) => body.Method is { } method && model.Annotations.Of(method) is { } annotation
        ? OfAnnotated(annotation)
        : Judge(model.SummaryOf(body, cancellationToken).Work, model.SummaryOf(body, cancellationToken).Effects);

    /// <summary>One run of a delegate that a call is given.</summary>
    public Cost Of(DelegateArgument argument, CancellationToken cancellationToken) =>
        argument.Body is { } body ? Of(body, cancellationToken)
        : argument.Method is not { } method ? Cost.Unknown
        : model.Annotations.Of(method) is { } annotation ? OfAnnotated(annotation)
        : model.Dispatch.Targets(new CallSite { Target = method, Syntax = argument.Syntax, Traits = CallTraits.None }) is [var only] && model.Bodies.Of(only, cancellationToken) is { } group ? Of(group, cancellationToken)
        : prices.Find(method) is { Grows: false, Nanoseconds: < Cost.TinyBelow and var price } ? new Cost(CostBand.Tiny, price, null)
        : Cost.Unknown;

    /// <summary>One run of a statement or expression of a body, without the parts that are left out.</summary>
    public Cost Of(Body body, IOperation part, IOperation[] leftOut, CancellationToken cancellationToken)
    {
        var reader = new WorkReader(model.Symbols, model.Catalog, prices, model.Annotations);
        var work = new WorkDraft();
        var rounds = new Dictionary<SyntaxNode, Round?>();
        PartWalk.Read(part, leftOut, reader, work, rounds);
        var calls = body.Calls.Where(call => rounds.ContainsKey(call.Syntax)).ToList();
        var effects = calls.SelectMany(call => model.EffectsOf(body, call, cancellationToken).Effects).ToImmutableArray();
        return Judge(summaries.WorkOf(body, calls.Select(call => (call, rounds[call.Syntax])), work.ToWork(), cancellationToken), effects);
    }

    private static Cost OfAnnotated(Annotation annotation) => annotation == Annotation.CpuBound ? new Cost(CostBand.CpuBound, Cost.CpuBoundFrom, "[CpuBound]") : Cost.Unknown;

    private Cost Judge(Work? work, ImmutableArray<EffectFact> effects)
    {
        if (work is null)
        {
            return Cost.Unknown;
        }

        var total = 0d;
        var (proven, likely) = (0d, 0d);
        var (proof, greatest) = (default(WorkTerm), default(WorkTerm));
        foreach (var term in work.Terms)
        {
            total += term.Total;
            var certain = Proven(term);
            if (certain > 0)
            {
                proven += certain;
                proof = term.Total > proof.Total ? term : proof;
            }

            if (certain > 0 || MayBeMuch(term))
            {
                likely += term.Total;
                greatest = term.Total > greatest.Total ? term : greatest;
            }
        }

        var blocks = Strongest(effects);
        if (proven >= Cost.CpuBoundFrom && !IsHot(work, proof))
        {
            var band = blocks != Strength.Never ? CostBand.Mixed : CostBand.CpuBound;
            return new Cost(band, total, proof.Words, proof.Path) { IsCpuBoundIfMuch = band == CostBand.CpuBound, IsSuperlinear = proof.Sizes.Depth >= 2 };
        }

        if (likely >= Cost.CpuBoundFrom)
        {
            return new Cost(CostBand.Unknown, total, greatest.Words, greatest.Path) { IsCpuBoundIfMuch = blocks == Strength.Never && !IsHot(work, greatest) };
        }

        var light = !work.Doubts.IsEmpty || !work.IsComplete || blocks != Strength.Never ? CostBand.Unknown
            : total < Cost.TinyBelow && work.Terms.All(static term => term.Sizes == Sizes.None) ? CostBand.Tiny
            : CostBand.Between;
        return new Cost(light, total, work.Greatest.Words, work.Greatest.Path);
    }

    private static bool IsHot(Work work, WorkTerm greatest) =>
        work.Doubts.Any(doubt => doubt.Count * Doubtful >= Share * greatest.Total || doubt.Sizes.Count >= greatest.Sizes.Count);

    /// <summary>It is heavy if there is much of what there may be none of.</summary>
    private static bool MayBeMuch(WorkTerm term) => term.Sizes.IsDoubtful && (term.IsProof || term.Sizes.Depth >= 2);

    /// <summary>
    /// What is measured, and loops in loops over what is passed. One such loop is none by itself, unless each of its rounds costs more than what is tiny.
    /// What runs over anything that may be empty adds weight, and proves nothing; so does what merely belongs to one of many, and what is far away in any case.
    /// </summary>
    private static double Proven(WorkTerm term)
    {
        if (term.Sizes.IsDoubtful)
        {
            return 0;
        }

        var given = term.Sizes.Given;
        var least = term.Nanoseconds * term.Sizes.GivenCount;
        return given switch
        {
            0 => term.Path is { Length: > Near } || !(term.IsProof || term.Sizes == Sizes.None) ? 0 : least,
            1 when term.Sizes.HasText => term.Nanoseconds >= HeavyCharacter ? term.IsProof ? term.Total : least : 0,
            1 => term.IsProof ? term.Total : term.Nanoseconds >= HeavyElement ? least : 0,
            _ => term.Total,
        };
    }

    private Strength Strongest(ImmutableArray<EffectFact> effects)
    {
        var strongest = Strength.Never;
        foreach (var fact in effects)
        {
            if (fact.Frequency != Frequency.Once && (Workloads.Blocks(fact.Effect) || fact.Effect == Effect.AwaitsIo) && fact.Strength > strongest
                // Who waits for a parallel loop takes part in it.
                && !fact.Witness.Last.Member.ContainingType.IsSameAs(model.Symbols.Parallel))
            {
                strongest = fact.Strength;
            }
        }

        return strongest;
    }
}
