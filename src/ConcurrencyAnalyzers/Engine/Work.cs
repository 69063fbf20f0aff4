using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Nanoseconds for each of a product of sizes.</summary>
/// <param name="Sizes">The product.</param>
/// <param name="Nanoseconds">What each costs.</param>
/// <param name="Words">What takes them.</param>
/// <param name="IsProof">A measured computation, or a loop that converges: it counts whatever it stands in.</param>
/// <param name="Path">The calls that lead to it; null where it is the body's own, or nothing that anybody would be told of.</param>
internal readonly record struct WorkTerm(Sizes Sizes, double Nanoseconds, string? Words, bool IsProof, Witness? Path = null)
{
    public double Total => Nanoseconds * Sizes.Count;
}

/// <summary>A call of which nobody knows what it does, and how often it is made.</summary>
/// <param name="Sizes">How often, as far as it grows.</param>
/// <param name="Factor">The constant part.</param>
/// <param name="Callback">The parameter whose delegate is called, or <see cref="None"/>.</param>
internal readonly record struct Doubt(Sizes Sizes, double Factor, int Callback)
{
    public const int None = -1;

    public double Count => Factor * Sizes.Count;
}

/// <summary>What a body costs the processor: a sum of products of sizes. A function of the body alone; callers put in the sizes that they pass.</summary>
internal sealed class Work(ImmutableArray<WorkTerm> terms, ImmutableArray<Doubt> doubts, bool isComplete)
{
    public static readonly Work Nothing = new([], [], true);

    /// <summary>Nothing that has a price, and something that has none.</summary>
    public static readonly Work Open = new([], [], false);

    public ImmutableArray<WorkTerm> Terms { get; } = terms;

    public ImmutableArray<Doubt> Doubts { get; } = doubts;

    /// <summary>Every call has its price. Otherwise the sum is a lower bound, and what it does beside is no I/O.</summary>
    public bool IsComplete { get; } = isComplete;

    public double Total => Terms.Sum(static term => term.Total);

    public WorkTerm Greatest
    {
        get
        {
            var greatest = default(WorkTerm);
            foreach (var term in Terms)
            {
                greatest = term.Total > greatest.Total ? term : greatest;
            }

            return greatest;
        }
    }
}

/// <summary>Adds up the work of a body. What is alike is added in one term, so there are never many.</summary>
internal sealed class WorkBuilder
{
    private readonly List<WorkTerm> terms = [];
    private readonly List<Doubt> doubts = [];

    public bool IsComplete { get; set; } = true;

    public void Add(WorkTerm term)
    {
        if (term.Nanoseconds <= 0)
        {
            return;
        }

        for (var i = 0; i < terms.Count; i++)
        {
            if (terms[i].Sizes == term.Sizes && terms[i].IsProof == term.IsProof)
            {
                var shown = term.Words is not null && (terms[i].Words is null || term.Nanoseconds > terms[i].Nanoseconds) ? term : terms[i];
                terms[i] = shown with { Nanoseconds = terms[i].Nanoseconds + term.Nanoseconds };
                return;
            }
        }

        terms.Add(term);
    }

    public void Add(Doubt doubt)
    {
        for (var i = 0; i < doubts.Count; i++)
        {
            if (doubts[i].Sizes == doubt.Sizes && doubts[i].Callback == doubt.Callback)
            {
                doubts[i] = doubt with { Factor = Math.Max(doubts[i].Factor, doubt.Factor) };
                return;
            }
        }

        doubts.Add(doubt);
    }

    /// <summary>Work of the same body, its parameters being the same.</summary>
    public void Add(Work work)
    {
        IsComplete &= work.IsComplete;
        foreach (var term in work.Terms)
        {
            Add(term);
        }

        foreach (var doubt in work.Doubts)
        {
            Add(doubt);
        }
    }

    /// <summary>All of another body's work, once in each round.</summary>
    public void Add(Work work, Round? round, Func<int, Extent> argument, bool isSameObject, ISymbol callee, SyntaxNode site)
    {
        IsComplete &= work.IsComplete;
        var factor = round?.Factor ?? 1;
        var sizes = round?.Sizes ?? Sizes.None;
        foreach (var term in work.Terms)
        {
            var (given, constant) = term.Sizes.Put(argument, isSameObject);
            var words = term.Words is { } known ? round is null ? known : known + round.PerElement : round?.Words;
            Add(new WorkTerm(sizes.With(given), term.Nanoseconds * constant * factor, words, term.IsProof || round is { IsConverging: true }, PathOf(term, callee, site)));
        }

        foreach (var doubt in work.Doubts)
        {
            if (doubt.Callback == Doubt.None)
            {
                var (given, constant) = doubt.Sizes.Put(argument, isSameObject);
                Add(new Doubt(sizes.With(given), doubt.Factor * constant * factor, Doubt.None));
            }
        }
    }

    /// <summary>The path of what somebody may be told of, one call longer.</summary>
    public static Witness? PathOf(WorkTerm term, ISymbol callee, SyntaxNode site) =>
        term.Words is null ? null : term.Path is { Length: >= Witness.MaximumLength } ? term.Path : new Witness(callee, site, term.Path ?? new Witness(callee, null, null, term.Words));

    public Work ToWork() => terms.Count == 0 && doubts.Count == 0 && IsComplete ? Work.Nothing : new Work([.. terms], [.. doubts], IsComplete);
}
