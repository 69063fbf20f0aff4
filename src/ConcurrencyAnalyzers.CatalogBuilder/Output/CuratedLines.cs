using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Output;

/// <summary>Lines that are right whatever is derived: corrections, each with its reason, and the measured table of computation.</summary>
internal sealed class CuratedLines
{
    private readonly Dictionary<string, CatalogLine> exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CatalogLine> families = new(StringComparer.Ordinal);

    /// <summary>Reads the files in order; of two lines with one ID the first counts.</summary>
    public CuratedLines(params IEnumerable<string> paths)
    {
        foreach (var line in paths.Where(File.Exists).SelectMany(CatalogLine.ReadFile))
        {
            (line.Id.Contains('(') ? exact : families).TryAdd(line.Id, line);
        }
    }

    public IEnumerable<CatalogLine> All => families.Values.Concat(exact.Values);

    /// <summary>What is said of a member, by its own line or its family's.</summary>
    public CatalogLine? Find(string id) => Origin(id) is { } line ? line with { Id = id } : null;

    /// <summary>The line that speaks for a member, as it stands in the file.</summary>
    public CatalogLine? Origin(string id) => exact.GetValueOrDefault(DocumentationIds.Exact(id)) ?? families.GetValueOrDefault(FamilyOf(id));

    /// <summary>An ID without parameters and arity.</summary>
    public static string FamilyOf(string id)
    {
        var parenthesis = id.IndexOf('(');
        var head = parenthesis < 0 ? id : id[..parenthesis];
        var arity = head.LastIndexOf("``", StringComparison.Ordinal);
        return arity > head.LastIndexOf('.') ? head[..arity] : head;
    }
}
