using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ConcurrencyAnalyzers.Catalog;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Benchmarks.Catalog;

/// <summary>What a compilation may want of the catalog; each use starts from nothing and gives what it would keep.</summary>
internal sealed record CatalogUse(string Key, string What, Func<object> Run)
{
    private static readonly string[] FileTypes =
        ["Directory", "DirectoryInfo", "File", "FileInfo", "FileStream", "Path", "Stream", "StreamReader", "StreamWriter", "TextReader", "TextWriter"];

    public static IReadOnlyList<CatalogUse> All { get; } =
    [
        new("nothing", "packed, nothing asked", static () => Ask("My.Own.Type")),
        new("namespace", "packed, the types of System.IO", static () => Ask([.. FileTypes.Select(static name => "System.IO." + name)])),
        new("everything", "packed, every type", static () => Ask()),
        new("text", "the whole text, as files", static () => new CatalogIndex(Texts().SelectMany(Entries))),
    ];

    // Without names, for all that there are.
    private static PackedCatalog Ask(params string[] typeNames)
    {
        var catalog = new PackedCatalog(static () => EmbeddedData.Open("Shipped.catalog"));
        foreach (var name in typeNames.Length == 0 ? catalog.TypeNames : typeNames)
        {
            catalog.Find(name);
        }

        return catalog;
    }

    private static IEnumerable<CatalogEntry> Entries(string text) => CatalogReader.Read(SourceText.From(text)).Lines.Select(static line => line.Entry);

    private static IEnumerable<string> Texts()
    {
        var assembly = typeof(CatalogUse).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => name.EndsWith(".catalog.txt", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }
}
