using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace ConcurrencyAnalyzers.CatalogBuilder.Output;

/// <summary>The shipped files: one for the framework, one for ASP.NET Core, one for each package, a section for each assembly.</summary>
internal sealed class CatalogFiles
{
    private readonly SortedDictionary<string, SortedDictionary<string, List<CatalogLine>>> files = new(StringComparer.Ordinal);

    public void Add(string catalog, string section, CatalogLine line)
    {
        var sections = files.TryGetValue(catalog, out var known) ? known : files[catalog] = new(StringComparer.Ordinal);
        (sections.TryGetValue(section, out var list) ? list : sections[section] = []).Add(line);
    }

    /// <summary>The texts by file name.</summary>
    public IEnumerable<(string Name, string Text)> Write()
    {
        foreach (var (catalog, sections) in files)
        {
            var text = new StringBuilder();
            text.Append("# Derived by ConcurrencyAnalyzers.CatalogBuilder; change its inputs, not this file. The syntax is that of ../FORMAT.md.\n");
            foreach (var (section, lines) in sections)
            {
                text.Append("\n## ").Append(section).Append('\n');
                foreach (var line in lines.OrderBy(static line => line.Id, StringComparer.Ordinal))
                {
                    text.AppendJoin("  ", line.Columns).Append('\n');
                }
            }

            yield return (FileName(catalog), text.ToString());
        }
    }

    /// <summary>Every line, by ID.</summary>
    public Dictionary<string, CatalogLine> ById() => ById(files.Values.SelectMany(static sections => sections.Values).SelectMany(static lines => lines));

    /// <summary>Every line of the catalog files of a folder, by ID.</summary>
    public static Dictionary<string, CatalogLine> ReadFolder(string folder) =>
        ById(Directory.GetFiles(folder, "*.catalog.txt").OrderBy(static path => path, StringComparer.Ordinal).SelectMany(CatalogLine.ReadFile));

    private static Dictionary<string, CatalogLine> ById(IEnumerable<CatalogLine> lines) =>
        lines.DistinctBy(static line => line.Id, StringComparer.Ordinal).ToDictionary(static line => line.Id, StringComparer.Ordinal);

    private static string FileName(string catalog) => $"{catalog}.catalog.txt";
}
