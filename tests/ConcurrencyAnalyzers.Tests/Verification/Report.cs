using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>Tells a person what differs, and what to paste if the rule is right and the test is not.</summary>
internal sealed class Report(DiagnosticAnalyzer analyzer)
{
    public async Task<VerificationException> DiagnosticsDifferAsync(string where, Expectation expected, Pairing pairing, AnalysisRun run)
    {
        var actual = pairing.Pairs.Select(p => p.Actual).Concat(pairing.Unexpected).ToImmutableArray();
        var message = new StringBuilder($"The diagnostics of {where} differ.").AppendLine();
        foreach (var missing in pairing.Missing)
        {
            message.AppendLine($"Missing: {missing}");
            if (pairing.Unexpected.Where(d => d.Id == missing.Id).MinBy(d => Distance(d, missing)) is { } nearest)
                message.AppendLine($"  The nearest is not it: {missing.DifferenceFrom(nearest)}.");
        }

        foreach (var unexpected in pairing.Unexpected)
            message.AppendLine($"Unexpected: {Show(unexpected)}");

        // What matches is drawn alike on both sides, however loosely it was expected.
        var expectedMarks = Mark(run.Text, Places(pairing.Pairs.Select(p => p.Actual))
            .Concat(pairing.Missing.Where(m => m.Location is not null).Select(m => (m.Id, m.Location!))));
        var actualMarks = Mark(run.Text, Places(actual));
        message.AppendLine().AppendLine("Expected (-) and actual (+):").AppendLine(TextDiff.Of(expectedMarks, actualMarks));
        return new(Paste(message, await MarkAsync(run)));
    }

    public async Task<VerificationException> TextsDifferAsync(string how, SolutionText expected, AnalysisRun run, string? hint = null)
    {
        var message = new StringBuilder(how).AppendLine();
        if (hint is not null)
            message.AppendLine(hint);
        foreach (var path in expected.Files.Concat(run.Text.Files).Select(f => f.Path).Distinct())
        {
            var (wanted, got) = (expected.Files.FirstOrDefault(f => f.Path == path), run.Text.Files.FirstOrDefault(f => f.Path == path));
            if (wanted != got)
                message.AppendLine().AppendLine($"{path}, expected (-) and actual (+):").AppendLine(TextDiff.Of(wanted?.Text ?? "", got?.Text ?? ""));
        }

        return new(Paste(message, await MarkAsync(run)));
    }

    public async Task<VerificationException> AboutAsync(AnalysisRun run, string what, params IEnumerable<string> details) =>
        new(Paste(new StringBuilder(what).AppendLine().AppendLine(string.Join(Environment.NewLine, details)), await MarkAsync(run)));

    public static string Show(Diagnostic diagnostic)
    {
        var line = $"{ExpectedLocation.Show(diagnostic.Location)}: {diagnostic.Severity} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
        return diagnostic.Id == AnalysisRun.CrashId
            ? line + Environment.NewLine + diagnostic.Descriptor.Description.ToString(CultureInfo.InvariantCulture)
            : line;
    }

    private static string Paste(StringBuilder message, string marked) =>
        message.AppendLine().AppendLine("The actual result, ready to paste:").Append(marked).ToString();

    private static IEnumerable<(string Id, ExpectedLocation Place)> Places(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(d => d.Location.Kind is not LocationKind.None).Select(d => (d.Id, ExpectedLocation.Of(d.Location)));

    private static int Distance(Diagnostic diagnostic, DiagnosticResult expected) =>
        Math.Abs(diagnostic.Location.GetLineSpan().StartLinePosition.Line - (expected.Location?.Start.Line ?? 0));

    private async Task<string> MarkAsync(AnalysisRun run) => Mark(
        run.Text,
        Places((await run.DiagnosticsAsync()).Where(d => !AnalysisRun.IsFromCompiler(d) || d.Severity is DiagnosticSeverity.Error)));

    private string Mark(SolutionText text, IEnumerable<(string Id, ExpectedLocation Place)> places)
    {
        var unnamed = analyzer.SupportedDiagnostics.Select(d => d.Id).Distinct().ToArray() is [var only] ? only : null;
        var byPath = places.ToLookup(p => p.Place.Path);
        var files = text.Files.Where(f => f.Kind is not FileKind.AnalyzerConfig).Select(file =>
        {
            var lines = SourceText.From(file.Text).Lines;
            var spans = byPath[file.Path].Where(p => IsInside(p.Place, lines))
                .Select(p => new MarkedSpan(
                    p.Id == unnamed ? "" : p.Id,
                    lines.GetTextSpan(new(p.Place.Start, p.Place.End ?? p.Place.Start)),
                    StartOnly: p.Place.End is null));
            return (file.Path, Marked: new Markup(file.Text, [.. spans]).ToString());
        }).ToArray();
        return files is [var single]
            ? single.Marked
            : string.Join(Environment.NewLine, files.Select(f => $"---- {f.Path}{Environment.NewLine}{f.Marked}"));
    }

    // A place that a test states in numbers may lie outside of the text.
    private static bool IsInside(ExpectedLocation place, TextLineCollection lines) =>
        IsInside(place.Start, lines) && (place.End is not { } end || (end >= place.Start && IsInside(end, lines)));

    private static bool IsInside(LinePosition position, TextLineCollection lines) =>
        position.Line < lines.Count && position.Character <= lines[position.Line].SpanIncludingLineBreak.Length;
}
