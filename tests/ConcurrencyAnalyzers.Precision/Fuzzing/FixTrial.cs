using System.Globalization;
using System.Text;
using ConcurrencyAnalyzers.Precision.Findings;
using ConcurrencyAnalyzers.Precision.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Precision.Fuzzing;

/// <summary>All fixes for some diagnostics, each alone and by fix-all, and what becomes of the code.</summary>
/// <param name="bench">The project.</param>
/// <param name="start">It, before a fix.</param>
/// <param name="documents">The files that the diagnostics are in.</param>
/// <param name="where">What is tried, in words.</param>
internal sealed class FixTrial(Workbench bench, Solution start, IReadOnlyCollection<DocumentId> documents, string where)
{
    private const int AroundChange = 2;

    private readonly List<Breakage> breakages = [];
    private CodeState? first;

    public IReadOnlyList<Breakage> Breakages => breakages;

    /// <summary>How often a fix was applied.</summary>
    public int Applied { get; private set; }

    public async Task RunAsync(Func<Diagnostic, bool> isWanted)
    {
        first = await bench.StateAsync(start, documents);
        foreach (var alike in first.Ours.Where(isWanted).GroupBy(static diagnostic => diagnostic.Id))
        {
            foreach (var fix in Package.Fixes.Where(fix => fix.FixableDiagnosticIds.Contains(alike.Key)))
            {
                try
                {
                    await TryAsync(fix, [.. alike]);
                }
#pragma warning disable CA1031 // A fix that crashes is what is looked for, and the others are still to be tried.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    breakages.Add(new(where, fix.GetType().Name, "crashes", Compiles: false, $"for {alike.First()}\n{e}"));
                }
            }
        }
    }

    private async Task TryAsync(CodeFixProvider fix, Diagnostic[] alike)
    {
        var offered = new Dictionary<string, (Document Document, CodeAction Action)>(StringComparer.Ordinal);
        foreach (var diagnostic in alike)
        {
            if (start.GetDocument(diagnostic.Location.SourceTree) is not { } document)
            {
                continue;
            }

            foreach (var action in await Fix.OffersAsync(fix, document, diagnostic))
            {
                offered.TryAdd(action.EquivalenceKey!, (document, action));
                await ApplyAsync(action, diagnostic, "");
            }
        }

        foreach (var one in offered.Values.Where(_ => alike.Length > 1))
        {
            if (await Fix.AllAsync(fix, one.Document, one.Action, [.. alike]) is { } together)
            {
                await ApplyAsync(together, alike[0], ", by fix-all,");
            }
        }
    }

    private async Task ApplyAsync(CodeAction action, Diagnostic diagnostic, string how)
    {
        var changed = await Fix.ApplyAsync(start, action);
        if (changed == start)
        {
            if (!Fix.MayDoNothing(action))
            {
                breakages.Add(new(where, action.Title, "changes nothing", Compiles: true, diagnostic.ToString()));
            }

            return;
        }

        Applied++;
        var written = await Fix.WrittenAsync(start, changed);
        var touched = documents.Union(Fix.ChangedDocuments(start, changed)).ToList();
        var before = first is not null && touched.Count == documents.Count ? first : await bench.StateAsync(start, touched);
        var after = await bench.StateAsync(changed, touched);
        var wrong = before.WrongIn(after, diagnostic.Id, await Fix.NewNamesAsync(start, changed));
        if (wrong.Count > 0)
        {
            var compiles = after.Errors.All(pair => pair.Value <= before.Errors.GetValueOrDefault(pair.Key));
            breakages.Add(new(where, action.Title, $"{how} {string.Join(" and ", wrong)}".TrimStart(), compiles, await DetailsAsync(changed, diagnostic, before, after, written)));
        }
    }

    private static async Task<string> DetailsAsync(Solution changed, Diagnostic diagnostic, CodeState before, CodeState after, IReadOnlyList<(string Path, Microsoft.CodeAnalysis.Text.TextSpan Span)> written)
    {
        var details = new StringBuilder($"for {diagnostic}\n");
        foreach (var said in after.Failures.Concat(after.Ours.Where(found => after.Counts[found.Id] > before.Counts.GetValueOrDefault(found.Id) || found.Id == diagnostic.Id)).Take(12))
        {
            details.Append(CultureInfo.InvariantCulture, $"-> {said}\n");
        }

        foreach (var part in written.GroupBy(static part => part.Path))
        {
            var document = changed.Projects.SelectMany(static project => project.Documents).First(document => document.FilePath == part.Key);
            var text = await document.GetTextAsync();
            var lines = part.SelectMany(piece => Enumerable.Range(
                text.Lines.GetLineFromPosition(piece.Span.Start).LineNumber - AroundChange,
                text.Lines.GetLineFromPosition(piece.Span.End).LineNumber - text.Lines.GetLineFromPosition(piece.Span.Start).LineNumber + 1 + (2 * AroundChange)));
            details.Append(CultureInfo.InvariantCulture, $"{Path.GetFileName(part.Key)}:\n");
            foreach (var line in lines.Distinct().Order().Where(line => line >= 0 && line < text.Lines.Count))
            {
                details.Append(CultureInfo.InvariantCulture, $"{line + 1,5} {text.Lines[line]}\n");
            }
        }

        return details.ToString();
    }
}
