using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Configuration;

/// <summary>The additional files <c>*.concurrency.txt</c>, with which users describe code that they do not own.</summary>
internal static class ConcurrencyFiles
{
    public const string Suffix = ".concurrency.txt";

    public static bool IsOne(AdditionalText file) => file.Path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Each file once, however often the project lists it, and by path: the order of the project file must not decide which of two files wins.</summary>
    public static IEnumerable<AdditionalText> Of(AnalyzerOptions options) =>
        options.AdditionalFiles.Where(IsOne).GroupBy(static file => file.Path, StringComparer.Ordinal).OrderBy(static files => files.Key, StringComparer.Ordinal).Select(static files => files.First());

    /// <summary>Null when the file cannot be read.</summary>
    public static SourceText? TextOf(AdditionalText file, CancellationToken cancellationToken)
    {
        try
        {
            return file.GetText(cancellationToken);
        }
#pragma warning disable CA1031 // Each host reads in its own way, and no rule may be lost because one file is.
        catch (Exception)
#pragma warning restore CA1031
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>Files and lines that cannot be read are left out here and reported by CONC003.</summary>
    /// <param name="options">Lists the files.</param>
    /// <param name="tables">Takes the lines on hosts and delegates, each once.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static CatalogIndex Read(AnalyzerOptions options, ICollection<TableLine> tables, CancellationToken cancellationToken)
    {
        var read = new List<TableLine>();
        var entries = new List<CatalogEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Of(options))
        {
            if (TextOf(file, cancellationToken) is { } text)
            {
                entries.AddRange(CatalogReader.Read(text, read).Lines.Select(static line => line.Entry).Where(entry => seen.Add(entry.Id)));
            }
        }

        foreach (var line in read.Where(line => seen.Add(line.Key)))
        {
            tables.Add(line);
        }

        return new CatalogIndex(entries);
    }
}
