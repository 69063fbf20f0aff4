using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Configuration;

/// <summary>The additional files <c>*.concurrency.txt</c>, with which users describe code that they do not own.</summary>
internal static class ConcurrencyFiles
{
    public const string Suffix = ".concurrency.txt";

    public static bool IsOne(AdditionalText file) => file.Path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Lines that cannot be read are left out here and reported by CONC003.</summary>
    public static CatalogIndex Read(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        // By path, so that the order of the project file does not decide which of two files wins.
        var entries = new List<CatalogEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in options.AdditionalFiles.Where(IsOne).OrderBy(static file => file.Path, StringComparer.Ordinal))
        {
            if (file.GetText(cancellationToken) is { } text)
            {
                entries.AddRange(CatalogReader.Read(text).Lines.Select(static line => line.Entry).Where(entry => seen.Add(entry.Id)));
            }
        }

        return new CatalogIndex(entries);
    }
}
