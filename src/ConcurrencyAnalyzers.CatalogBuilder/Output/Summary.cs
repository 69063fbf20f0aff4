using System.Globalization;
using System.Linq;
using System.Text;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;

namespace ConcurrencyAnalyzers.CatalogBuilder.Output;

/// <summary>How much is said, by catalog file: of members, before lines are saved.</summary>
internal static class Summary
{
    public const string Header = "catalog\tversion\tmembers\tdefinite\tlikely\tdependent\tawaits\tonce";

    public static string Of(Regeneration run)
    {
        var text = new StringBuilder(Header).Append('\n');
        var versions = run.Sources.All.Where(static source => source.Role != "runtime").ToLookup(static source => source.Catalog, static source => source.Version);
        foreach (var catalog in new[] { run.FrameworkCatalog, run.PackageCatalog }.OfType<Catalog>())
        {
            foreach (var members in catalog.Surface.Members.GroupBy(static member => member.Catalog).OrderBy(static group => group.Key, System.StringComparer.Ordinal))
            {
                var lines = members.Select(member => catalog.Find(member.Id)).OfType<CatalogLine>().ToList();
                text.Append(CultureInfo.InvariantCulture, $"{members.Key}\t{versions[members.Key].First()}\t{members.Count()}\t{lines.Count(Sampling.IsDefinite)}\t{lines.Count(Sampling.IsLikely)}\t")
                    .Append(CultureInfo.InvariantCulture, $"{lines.Count(static line => line.DependsOn is not null)}\t{lines.Count(static line => line.Effects.Contains("awaits"))}\t{lines.Count(static line => line.Flags.Contains("once"))}\n");
            }
        }

        return text.ToString();
    }
}
