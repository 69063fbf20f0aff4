using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;

namespace ConcurrencyAnalyzers.CatalogBuilder.Output;

/// <summary>Finds what was curated once and changes nothing any more.</summary>
internal static class Redundancy
{
    public static IEnumerable<string> Find(Regeneration run)
    {
        var analyses = run.Framework.Append(run.Packages).OfType<Analysis>().ToList();
        foreach (var pattern in analyses[0].Cuts.Patterns)
        {
            if (analyses.TrueForAll(analysis => Matching(analysis, pattern.Text) is not { } cut || !analysis.Propagation.Matters(cut)))
            {
                yield return $"Cuts.txt: cut {pattern.Text} keeps nothing from any visible member.";
            }
        }

        foreach (var pattern in analyses[0].Cuts.OpaquePatterns.Concat(analyses[0].Cuts.PromisePatterns).Where(pattern => analyses.TrueForAll(analysis => analysis.Cuts.Unmatched.Any(unmatched => unmatched.Text == pattern.Text))))
        {
            yield return $"Cuts.txt: {pattern.Text} names no method.";
        }

        foreach (var line in analyses[0].Contracts.Lines.Where(line => analyses.TrueForAll(analysis => analysis.Contracts.Unused.Any(unused => unused.Id == line.Id))))
        {
            yield return $"Contracts.txt: {line.Id} names no method.";
        }

        foreach (var line in analyses[0].Instances.Lines.Where(line => analyses.TrueForAll(analysis => analysis.Instances.Unused.Any(unused => unused.Id == line.Id))))
        {
            yield return $"Instances.txt: {line.Id} names nothing.";
        }

        foreach (var id in run.Counterparts.Unused)
        {
            yield return $"Counterparts.txt: {id} names nothing.";
        }

        var needed = run.PackageCatalog is { } packages
            ? packages.Corrections.All.Except(packages.RedundantCorrections).Select(static line => line.Id).ToHashSet(StringComparer.Ordinal)
            : [];
        foreach (var line in run.FrameworkCatalog?.RedundantCorrections ?? [])
        {
            if (!needed.Contains(line.Id))
            {
                yield return $"Corrections.txt: {line.Id} says what is derived, or names nothing.";
            }
        }
    }

    private static Pattern? Matching(Analysis analysis, string text) => analysis.Cuts.Patterns.FirstOrDefault(pattern => pattern.Text == text);
}
