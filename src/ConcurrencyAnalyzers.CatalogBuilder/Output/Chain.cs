using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Graph;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Output;

/// <summary>The steps from a member to the origin of one of its effects.</summary>
internal static class Chain
{
    public static IEnumerable<(IEffectSource? Step, EffectKey Key, string Source)> Of(Witness witness)
    {
        for (var current = witness; ;)
        {
            yield return (current.Next, current.Key, current.Source);
            if (current.Next is null || !current.Next.Effects.TryGetValue(current.Key, out var next))
            {
                yield break;
            }

            current = next;
        }
    }

    /// <summary>All that was derived for a method, a paragraph for each effect.</summary>
    public static IEnumerable<string> Explain(Analysis analysis, MethodNode method)
    {
        var effects = analysis.EffectsOf(method);
        yield return $"{DocumentationIds.Of(method)} on {analysis.Platform}: {(effects.Count == 0 ? "nothing was derived" : "")}";
        if (analysis.Cuts.Find(method) is { } cut)
        {
            yield return $"  it is cut off by {cut.Text}";
        }

        foreach (var (key, witness) in effects.OrderBy(static pair => pair.Key.Kind).ThenBy(static pair => pair.Value.Depth))
        {
            yield return $"  {key}{(witness.IsVoted ? " (a vote among implementations is on the way)" : "")}";
            foreach (var (step, seen, source) in Of(witness))
            {
                yield return step is null ? $"      {source}" : $"    -> {step}  [{seen}]";
            }
        }
    }

    /// <summary>The procedures through which most members of a surface get their effect, most first.</summary>
    public static IEnumerable<(string Procedure, int Members)> Hubs(Catalog catalog, Analysis analysis)
    {
        var passes = new Dictionary<string, int>();
        foreach (var member in catalog.Surface.Members)
        {
            if (Drafting.Find(analysis.Universe, member) is not { } method
                || Drafting.Choose(analysis.EffectsOf(method), isAsync: false) is not var (_, _, witness)
                || AsyncShape.Of(method))
            {
                continue;
            }

            foreach (var step in Of(witness).Select(static step => step.Step?.ToString() ?? step.Source).Distinct())
            {
                passes[step] = passes.GetValueOrDefault(step) + 1;
            }
        }

        return passes.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, System.StringComparer.Ordinal).Select(static pair => (pair.Key, pair.Value));
    }
}
