using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;

namespace ConcurrencyAnalyzers.Catalog;

/// <summary>The data that is embedded in this assembly, read once per process: it is text, never symbols.</summary>
internal static class EmbeddedData
{
    private static readonly Lazy<PackedCatalog> LazyCatalog = new(static () => new PackedCatalog(static () => Open("Shipped.catalog")));

    private static readonly Lazy<ImmutableArray<string[]>> LazyDelegates = new(static () => Rows("Delegates.txt", 3));

    private static readonly Lazy<ImmutableArray<string[]>> LazyHosts = new(static () => Rows("Hosts.txt", 3));

    private static readonly Lazy<ImmutableArray<string[]>> LazyRemote = new(static () => Rows("Remote.txt", 4));

    private static readonly Lazy<ImmutableArray<string[]>> LazyPrices = new(static () => Rows("Prices.txt", 4));

    public static PackedCatalog Catalog => LazyCatalog.Value;

    /// <summary>docId, parameter, vehicle.</summary>
    public static ImmutableArray<string[]> Delegates => LazyDelegates.Value;

    /// <summary>kind, what, host.</summary>
    public static ImmutableArray<string[]> Hosts => LazyHosts.Value;

    /// <summary>docId, kind, use, reads.</summary>
    public static ImmutableArray<string[]> Remote => LazyRemote.Value;

    /// <summary>type, members, growth, nanoseconds.</summary>
    public static ImmutableArray<string[]> Prices => LazyPrices.Value;

    /// <exception cref="InvalidOperationException">The build did not embed the file.</exception>
    public static Stream Open(string name) =>
        typeof(EmbeddedData).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The assembly lacks its data file '{name}'.");

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
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }
}
