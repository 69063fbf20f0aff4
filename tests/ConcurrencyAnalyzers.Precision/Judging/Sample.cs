using ConcurrencyAnalyzers.Precision.Findings;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Precision.Judging;

/// <summary>Warnings drawn at random, among places that are planted to see whether a judge pays attention.</summary>
internal static class Sample
{
    /// <summary>One in so many items is planted.</summary>
    private const int PlantedShare = 5;

    public static IReadOnlyList<Item> Draw(IReadOnlyCollection<Reported> reported, int seed, int count)
    {
        var random = new Random(seed);
        var warnings = reported
            .SelectMany(static project => project.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning).Select(diagnostic => Item.Of(project.Project.Name, diagnostic)))
            .ToArray();
        random.Shuffle(warnings);
        var drawn = warnings.Take(count).ToList();

        // As many as of each rule, as far as there are.
        var decoys = reported.SelectMany(static project => new Decoys(project).Find()).ToArray();
        random.Shuffle(decoys);
        var planted = drawn.Select(static item => item.Rule).Order(StringComparer.Ordinal).Where((_, index) => index % (PlantedShare - 1) == 0).CountBy(static rule => rule)
            .SelectMany(wanted => decoys.Where(decoy => decoy.Rule == wanted.Key).Take(wanted.Value));

        var items = drawn.Concat(planted).ToArray();
        random.Shuffle(items);
        return items;
    }
}
