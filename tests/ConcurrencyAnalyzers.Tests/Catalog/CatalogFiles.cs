using System.Collections.Immutable;
using ConcurrencyAnalyzers.Catalog;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tests.Catalog;

/// <summary>The catalog as it is written: what is wrong is said with its file and line.</summary>
internal static class CatalogFiles
{
    private static readonly string[] Folder = ["src", "ConcurrencyAnalyzers", "Catalog"];

    /// <summary>The files that are packed.</summary>
    public static IEnumerable<string> Names { get; } =
        [.. Directory.GetFiles(Repository.PathOf([.. Folder, "Shipped"]), "*.catalog.txt").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static ImmutableArray<CatalogEntry> Entries { get; } = [.. Names.SelectMany(static name => Read(name).Lines.Select(static line => line.Entry))];

    public static IEnumerable<string> Errors =>
        Names.SelectMany(static name => Read(name).Errors.Select(error => $"{name}({Text(name).Lines.GetLinePosition(error.Span.Start).Line + 1}): {error.Line}: {error.Reason}"));

    public static IEnumerable<KeyValuePair<string, string>> Texts => Names.Select(static name => KeyValuePair.Create(name, Text(name).ToString()));

    public static (ImmutableArray<CatalogLine> Lines, ImmutableArray<CatalogError> Errors) Read(string name) => CatalogReader.Read(Text(name));

    public static SourceText Text(string name) =>
        SourceText.From(Repository.Read(name.EndsWith(".catalog.txt", StringComparison.Ordinal) ? [.. Folder, "Shipped", name] : [.. Folder, name]));
}
