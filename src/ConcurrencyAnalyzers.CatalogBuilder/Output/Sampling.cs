using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Graph;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Output;

/// <summary>Draws members of the framework for people to judge, the same for the same seed and catalog.</summary>
internal static class Sampling
{
    /// <summary>Whether a line says that a call of the member holds up its thread whatever it is given.</summary>
    public static bool IsDefinite(CatalogLine? line) => line is { Strength: "definite" } && Blocks(line);

    public static bool IsLikely(CatalogLine? line) => line is { Strength: "likely" } && Blocks(line);

    /// <param name="run">The framework, derived.</param>
    /// <param name="kind">"definite", "dependent" or "light".</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Of the generator.</param>
    /// <param name="drawn">IDs that are left out.</param>
    /// <exception cref="OptionException">The kind is unknown.</exception>
    public static IEnumerable<string> Draw(Regeneration run, string kind, int count, int seed, IReadOnlySet<string> drawn)
    {
        var catalog = run.FrameworkCatalog!;
        var members = catalog.Surface.Members;
        var population = kind switch
        {
            "definite" => members.Where(member => catalog.Find(member.Id) is { } line && IsDefinite(line)),
            "dependent" => members.Where(member => catalog.Find(member.Id) is { DependsOn: not null } line && !line.Effects.Contains("awaits")),
            "light" => Light(run, catalog, members),
            _ => throw new OptionException($"'{kind}' cannot be drawn: definite, dependent, light."),
        };
        var shuffled = population.Where(member => !drawn.Contains(member.Id)).OrderBy(static member => member.Id, StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled.Take(count).Select(member => catalog.Find(member.Id) is { } line ? string.Join("\t", line.Columns) : $"{member.Id}\tlight");
    }

    // The hard ones: a seed or a cut is one or two calls away.
    private static IEnumerable<SurfaceMember> Light(Regeneration run, Catalog catalog, IReadOnlyCollection<SurfaceMember> members)
    {
        var near = run.Framework.Select(Near).ToList();
        return members.Where(member => catalog.Find(member.Id) is null or { Strength: "never" }
            && run.Framework.Zip(near).Any(pair => Drafting.Find(pair.First.Universe, member) is { } method && !AsyncShape.Of(method) && pair.Second.Contains(method)));
    }

    private static HashSet<MethodNode> Near(Analysis analysis)
    {
        var near = analysis.Graph.Procedures.Where(procedure => analysis.Seeds.Find(procedure.Method) is not null || analysis.Cuts.Find(procedure.Method) is not null).ToHashSet<IEffectSource>();
        for (var step = 0; step < 2; step++)
        {
            foreach (var caller in near.ToList().SelectMany(static source => source.Callers))
            {
                near.Add(caller.Caller);
            }
        }

        return [.. near.OfType<Procedure>().Where(procedure => analysis.Cuts.Find(procedure.Method) is null).Select(static procedure => procedure.Method)];
    }

    private static bool Blocks(CatalogLine line) => line.DependsOn is null && line.Effects is [not "awaits" and not "computes" and not "stream" and not "lock", ..] && !line.Flags.Contains("once");
}
