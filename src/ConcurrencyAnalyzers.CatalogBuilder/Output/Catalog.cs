using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Output;

/// <summary>What is said of every member of a surface: derived on each platform, merged, and overruled where a curated line says otherwise.</summary>
internal sealed class Catalog
{
    private readonly Dictionary<string, CatalogLine> lines = new(StringComparer.Ordinal);

    public Catalog(Surface surface, IReadOnlyList<Analysis> analyses, CuratedLines computation, CuratedLines corrections, CounterpartNames counterparts, IReadOnlyDictionary<string, EffectKind> served)
    {
        Surface = surface;
        Corrections = corrections;
        foreach (var member in surface.Members)
        {
            var derived = Merge([.. analyses.Select(analysis => (analysis.Platform, Line: Drafting.Draft(analysis, member, served.TryGetValue(member.Catalog, out var kind) ? kind : null)))]);
            if (computation.Find(member.Id) is { } heavy)
            {
                derived = heavy with { Counterpart = heavy.Counterpart == "-" ? Drafting.CounterpartOf(member.Shown, isAsync: false) : heavy.Counterpart };
            }

            if (derived is not null && counterparts.Find(member.Id) is { } named && !derived.Effects.Contains("awaits"))
            {
                derived = derived with { Counterpart = named };
            }

            if (derived is not null)
            {
                Derived.Add(member.Id, derived);
            }

            if ((corrections.Find(member.Id) ?? derived) is { } line)
            {
                lines.Add(member.Id, Graded(line, member.Shown));
            }
        }
    }

    public Surface Surface { get; }

    public CuratedLines Corrections { get; }

    /// <summary>By documentation ID, before corrections.</summary>
    public Dictionary<string, CatalogLine> Derived { get; } = new(StringComparer.Ordinal);

    public CatalogLine? Find(string id) => lines.GetValueOrDefault(id);

    /// <summary>The corrections that say what would be said without them, or that name nothing.</summary>
    public IEnumerable<CatalogLine> RedundantCorrections
    {
        get
        {
            var described = Surface.Members.ToLookup(member => Corrections.Origin(member.Id)?.Id);
            return Corrections.All.Where(line => described[line.Id].All(member =>
                SameFacts(Graded(line with { Id = member.Id }, member.Shown), Derived.GetValueOrDefault(member.Id))));
        }
    }

    public static bool SameFacts(CatalogLine? one, CatalogLine? other) =>
        one is null || other is null
            ? one is null && other is null
            : one.Effects.SequenceEqual(other.Effects) && one.Strength == other.Strength && one.Platforms == other.Platforms
                && one.Flags.SequenceEqual(other.Flags) && WithoutGrade(one.Counterpart) == WithoutGrade(other.Counterpart);

    public static string WithoutGrade(string counterpart) => counterpart.LastIndexOf('/') is > 0 and var slash ? counterpart[..slash] : counterpart;

    // A counterpart that a line names by hand gets its grade from the signatures.
    private static CatalogLine Graded(CatalogLine line, MethodNode method)
    {
        if (line.Counterpart is "none" || line.Counterpart.Contains('/') || line.Counterpart.Contains(':') || line.Effects.Contains("awaits"))
        {
            return line;
        }

        if (line.Counterpart == "-")
        {
            return line with { Counterpart = Counterparts.Column(method) };
        }

        var grade = Counterparts.Of(method, line.Counterpart);
        return grade == Compatibility.None ? line : line with { Counterpart = $"{line.Counterpart}/{grade.ToString().ToLowerInvariant()}" };
    }

    private static CatalogLine? Merge(ImmutableArray<(string Platform, CatalogLine? Line)> drafts)
    {
        var known = drafts.Where(static draft => draft.Line is not null).Select(static draft => (draft.Platform, Line: draft.Line!)).ToList();
        if (known.Count == 0)
        {
            return null;
        }

        var best = known.OrderBy(static draft => Array.IndexOf(StrengthOrder, draft.Line.Strength)).ThenBy(static draft => KindOf(draft.Line)).First();
        return known.Count == drafts.Length || drafts.Length == 1 || best.Line.Platforms != "any" ? best.Line : best.Line with { Platforms = best.Platform };
    }

    private static readonly string[] StrengthOrder = ["definite", "likely", "maybe", "never"];

    private static int KindOf(CatalogLine line) => line.Effects is [var word, ..] && EffectKinds.Parse(word) is { } kind ? (int)kind : int.MaxValue;
}
