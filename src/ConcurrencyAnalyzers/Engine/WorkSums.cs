using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Catalog;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Adds to the work of a body that of what it calls, each with the sizes that it is given and in the loop that it stands in.</summary>
internal sealed class WorkSums(ApiCatalog catalog, Annotations annotations, PriceTable prices)
{
    /// <summary>What an annotation promises.</summary>
    private const double Annotated = 10 * Cost.CpuBoundFrom;

    /// <summary>The least that a call of a measured API costs, however little it is given.</summary>
    private const double LeastOfLikely = 300;

    private const double LeastOfMaybe = 60;

    private const double HandedOver = 1_000;

    /// <summary>Each call branches: nobody waits for large numbers there.</summary>
    private const double Branches = 1_000_000;

    /// <param name="calls">The calls of the body, and the rounds that they are made in.</param>
    /// <param name="own">What it does beside.</param>
    /// <param name="voters">The bodies that a call may reach, and their work; null for those of the same knot of recursion.</param>
    /// <param name="ofDelegate">The work of what a call is given; null where nobody knows what that is.</param>
    public Work Of(IEnumerable<(CallSite Call, Round? Round)> calls, Work own, Func<CallSite, IReadOnlyList<(Body Body, Work? Work)>> voters, Func<DelegateArgument, Work?> ofDelegate)
    {
        var builder = new WorkBuilder();
        builder.Add(own);
        foreach (var (call, round) in calls)
        {
            if (!call.Has(CallTraits.Cold) && !call.Has(CallTraits.Handler) && !call.Has(CallTraits.Once))
            {
                Add(builder, call, round, voters, ofDelegate);
            }
        }

        return builder.ToWork();
    }

    private void Add(WorkBuilder builder, CallSite call, Round? round, Func<CallSite, IReadOnlyList<(Body Body, Work? Work)>> voters, Func<DelegateArgument, Work?> ofDelegate)
    {
        Work? callee = null;
        if (annotations.Of(call.Target) is { } annotation)
        {
            if (annotation == Annotation.CpuBound)
            {
                Measured(builder, call, round, Extent.One, Annotated, "[CpuBound] " + call.Target.Name);
            }
            else
            {
                builder.IsComplete = false;
            }
        }
        else if (catalog.Find(call.Target) is { } entry)
        {
            AddEntry(builder, call, round, entry);
        }
        else if (call.Target.DeclaringSyntaxReferences.Length > 0 && call.Target.MethodKind != MethodKind.DelegateInvoke)
        {
            callee = AddTargets(builder, call, round, voters(call));
        }

        foreach (var argument in call.Delegates)
        {
            AddDelegate(builder, call, round, argument, callee, ofDelegate);
        }
    }

    private static Work? AddTargets(WorkBuilder builder, CallSite call, Round? round, IReadOnlyList<(Body Body, Work? Work)> voters)
    {
        Work? chosen = null;
        Body? chosenBody = null;
        var runs = true;
        foreach (var (body, work) in voters)
        {
            if (work is not null && (chosen is null || work.Total < chosen.Total))
            {
                chosen = work;
                chosenBody = body;
                runs = !(body.IsIterator && !call.Has(CallTraits.Enumerated)) && !body.IsAsyncCode;
            }
        }

        if (chosen is null)
        {
            // A constructor without a body, be it a record's, sets fields.
            if (voters.Count == 0 && call.Target.MethodKind == MethodKind.Constructor)
            {
                return null;
            }

            builder.IsComplete = false;
            if (voters.Count == 0)
            {
                builder.Add(new Doubt(round?.Sizes ?? Sizes.None, round?.Factor ?? 1, Doubt.None));
            }

            return null;
        }

        builder.IsComplete &= voters.Count == 1 && runs;
        if (runs)
        {
            builder.Add(chosen, round, call.Size, call.IsOnSelf || call.Target.MethodKind == MethodKind.LocalFunction, chosenBody!.Symbol, call.Syntax);
        }

        return chosen;
    }

    private static void AddEntry(WorkBuilder builder, CallSite call, Round? round, CatalogEntry entry)
    {
        if (entry.Cost <= 0)
        {
            builder.IsComplete &= !entry.Effects.Any(static effect => effect != Effect.Lock);
            return;
        }

        var name = WorkReader.NameOf(call.Target);
        var size = entry.Growth is Growth.Linear or Growth.LogLinear ? call.Size(entry.SizeParameter) : Extent.One;
        var cost = entry.Growth == Growth.LogLinear ? entry.Cost * Math.Max(1, Math.Log(Math.Max(2, size.Count), 2)) : entry.Cost;
        Measured(builder, call, round, size, cost, name);
        if (entry.Growth != Growth.Constant)
        {
            Measured(builder, call, round, Extent.One, entry.Strength == Strength.Maybe ? LeastOfMaybe : LeastOfLikely, name);
        }
    }

    private static void Measured(WorkBuilder builder, CallSite call, Round? round, Extent size, double cost, string name) => builder.Add(new WorkTerm(
        (round?.Sizes ?? Sizes.None).With(size.Code), cost * size.Scale * (round?.Factor ?? 1), round is null ? name : name + round.PerElement, IsProof: true, new Witness(call.Target, call.Syntax, null, name)));

    private void AddDelegate(WorkBuilder builder, CallSite call, Round? round, DelegateArgument argument, Work? callee, Func<DelegateArgument, Work?> ofDelegate)
    {
        switch (argument.Use)
        {
            case DelegateUse.Once or DelegateUse.Stored or DelegateUse.Event or DelegateUse.Request:
                return;
            case DelegateUse.Inline when callee is null && Keeps(call.Target):
                return;
            case DelegateUse.Unknown when callee is null:
                builder.IsComplete = false;
                return;
            case DelegateUse.Pool or DelegateUse.LongRunning or DelegateUse.Thread or DelegateUse.Timer or DelegateUse.Continuation or DelegateUse.Ui or DelegateUse.AsyncLoop:
                builder.Add(new WorkTerm(round?.Sizes ?? Sizes.None, HandedOver * (round?.Factor ?? 1), null, false));
                return;
        }

        var work = argument.Parameter != DelegateArgument.NoParameter ? null : ofDelegate(argument) ?? (argument.Method is { } method && prices.Find(method) is { Grows: false } price
            ? new Work([new WorkTerm(Sizes.None, price.Nanoseconds, null, false)], [], true)
            : null);
        if (callee is not null)
        {
            // Source says how often it calls what it is given.
            foreach (var doubt in callee.Doubts)
            {
                if (doubt.Callback == argument.Ordinal)
                {
                    var (sizes, factor) = doubt.Sizes.Put(call.Size, isSameObject: true);
                    AddRuns(builder, call, round, argument, work, sizes, factor * doubt.Factor);
                }
            }

            return;
        }

        var each = call.Target.MethodKind == MethodKind.DelegateInvoke ? Extent.One : call.Elements;
        AddRuns(builder, call, round, argument, work, Sizes.None.With(each.Code), IsSearch(call.Target) ? each.Scale * Trips.SearchShare : each.Scale);
    }

    /// <summary>What its delegate gives is kept, and not made again.</summary>
    private static bool Keeps(IMethodSymbol method) => method.Name.StartsWith("GetOrAdd", StringComparison.Ordinal) || method.Name.StartsWith("GetOrCreate", StringComparison.Ordinal);

    /// <summary>It asks of one element after another until it knows.</summary>
    private static bool IsSearch(IMethodSymbol method) => method.Name is "Any" or "All" or "First" or "FirstOrDefault" or "Find" or "FindIndex" or "Exists" or "TrueForAll" or "TakeWhile";

    private static void AddRuns(WorkBuilder builder, CallSite call, Round? round, DelegateArgument argument, Work? work, Sizes sizes, double factor)
    {
        var all = (round?.Sizes ?? Sizes.None).With(sizes);
        var times = factor * (round?.Factor ?? 1);
        if (argument.Parameter != DelegateArgument.NoParameter)
        {
            builder.Add(new Doubt(all, times, argument.Parameter));
            return;
        }

        if (work is null)
        {
            builder.Add(new Doubt(all, times, Doubt.None));
            return;
        }

        builder.IsComplete &= work.IsComplete;
        var each = sizes.Depth > 0 ? $" per element in {call.Target.Name}" : "";
        foreach (var term in work.Terms)
        {
            var words = term.Words is { } known ? known + each : sizes.Depth > 0 ? call.Target.Name : null;
            builder.Add(new WorkTerm(all.With(term.Sizes.GivenEach()), term.Nanoseconds * times, words is null || round is null ? words ?? round?.Words : words + round.PerElement, term.IsProof || round is { IsConverging: true }, term.Path));
        }

        foreach (var doubt in work.Doubts)
        {
            builder.Add(new Doubt(all.With(doubt.Sizes.GivenEach()), doubt.Factor * times, Doubt.None));
        }
    }

    /// <summary>The work of one member of a knot of recursion, from what one visit costs.</summary>
    /// <param name="visit">One visit, without what it does by calling itself.</param>
    /// <param name="branches">Each visit makes several of a number that is a little smaller.</param>
    public static Work OfRecursion(Work visit, bool branches)
    {
        var builder = new WorkBuilder { IsComplete = false };
        foreach (var term in visit.Terms)
        {
            if (branches)
            {
                builder.Add(term with { Nanoseconds = term.Nanoseconds * Branches, Words = "branching recursion", IsProof = true });
            }
            else
            {
                // A visit that loops shares its elements with those before and after it: halves of halves, children of children. One that does not is the
                // round of a loop in other words.
                var visits = term.IsProof ? Extent.One : term.Sizes.Depth > 0 ? Extent.Log : Extent.Many;
                builder.Add(term with { Sizes = term.Sizes.With(visits.Code), Words = term.Words is { } words ? words + ", recursively" : "recursion" });
            }
        }

        foreach (var doubt in visit.Doubts)
        {
            builder.Add(doubt with { Sizes = doubt.Sizes.With(Extent.Many.Code) });
        }

        return builder.ToWork();
    }
}
