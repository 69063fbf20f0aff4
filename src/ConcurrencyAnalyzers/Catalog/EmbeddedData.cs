using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Catalog;

/// <summary>The data files that are embedded in this assembly, each read once per process: they hold text, never symbols.</summary>
internal static class EmbeddedData
{
    private static readonly Lazy<CatalogIndex> LazyCatalog = new(static () => new CatalogIndex(ReadCatalog().Lines.Select(static line => line.Entry)));

    private static readonly Lazy<ImmutableArray<string[]>> LazyDelegates = new(static () => Rows("Delegates.txt", 3));

    private static readonly Lazy<ImmutableArray<string[]>> LazyHosts = new(static () => Rows("Hosts.txt", 3));

    public static CatalogIndex Catalog => LazyCatalog.Value;

    /// <summary>docId, parameter, vehicle.</summary>
    public static ImmutableArray<string[]> Delegates => LazyDelegates.Value;

    /// <summary>kind, what, host.</summary>
    public static ImmutableArray<string[]> Hosts => LazyHosts.Value;

    public static (ImmutableArray<CatalogLine> Lines, ImmutableArray<CatalogError> Errors) ReadCatalog() =>
        CatalogReader.Read(SourceText.From(Text("Framework.catalog.txt")));

    private static ImmutableArray<string[]> Rows(string name, int columns) =>
    [
        .. Text(name).Split('\n')
            .Select(static line => line.StartsWith("#", StringComparison.Ordinal) ? "" : line.Trim())
            .Where(static line => line.Length > 0)
            .Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(row => row.Length >= columns),
    ];

    private static string Text(string name)
    {
        using var stream = typeof(EmbeddedData).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks its data file '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
