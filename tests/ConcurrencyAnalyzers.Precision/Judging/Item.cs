using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Precision.Judging;

/// <summary>A place that is to be judged, and what is claimed of it: reported by a rule, or planted.</summary>
/// <param name="Project">The project's name.</param>
/// <param name="Rule">The id under which it is, or would be, reported.</param>
/// <param name="Location">Where.</param>
/// <param name="Hops">The way from there to the API.</param>
/// <param name="Api">The documentation ID of the API at the end.</param>
/// <param name="IsPlanted">No rule reports it.</param>
internal sealed record Item(string Project, string Rule, Location Location, ImmutableArray<Location> Hops, string Api, bool IsPlanted)
{
    public static Item Of(string project, Diagnostic diagnostic) => new(
        project,
        diagnostic.Id,
        diagnostic.Location,
        [.. diagnostic.AdditionalLocations.Where(static hop => hop.IsInSource)],
        diagnostic.Properties.GetValueOrDefault(DiagnosticKeys.Api) ?? "",
        IsPlanted: false);
}
