using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>Texts without their markup, and the diagnostics that markup and test expect of them.</summary>
internal sealed record Expectation(SolutionText Text, ImmutableArray<DiagnosticResult> Diagnostics)
{
    public static Expectation Of(SolutionText marked, IEnumerable<DiagnosticResult> stated, DiagnosticAnalyzer analyzer)
    {
        var diagnostics = ImmutableArray.CreateBuilder<DiagnosticResult>();
        var keys = new Dictionary<int, ExpectedLocation>();
        var text = marked.Select(file =>
        {
            if (file.Kind is FileKind.AnalyzerConfig)
                return file;

            var markup = Markup.Parse(file.Text, file.Path);
            var lines = SourceText.From(markup.Text).Lines;
            foreach (var marked in markup.Spans.OrderBy(m => m.Span))
            {
                var span = lines.GetLinePositionSpan(marked.Span);
                var location = new ExpectedLocation(file.Path, span.Start, marked.StartOnly ? null : span.End);
                if (marked.Key is not { } key)
                    diagnostics.Add(new DiagnosticResult(marked.Name.Length > 0 ? marked.Name : OnlyId(analyzer)).At(location));
                else if (!keys.TryAdd(key, location))
                    throw new VerificationException($"Two spans are marked {{|#{key}:..|}}.");
            }

            return file with { Text = markup.Text };
        });

        var defaultPath = text.Files.First().Path;
        diagnostics.AddRange(stated.Select(d => d.Resolve(keys, defaultPath)));
        return new(text, diagnostics.ToImmutable());
    }

    /// <summary>The id that a span without a name stands for.</summary>
    public static string OnlyId(DiagnosticAnalyzer analyzer) =>
        analyzer.SupportedDiagnostics.Select(d => d.Id).Distinct().ToArray() is [var id]
            ? id
            : throw new VerificationException(
                $"{analyzer.GetType().Name} has not exactly one id, so a span or a diagnostic without a name is ambiguous: name it.");
}

/// <summary>What is left when each expected diagnostic has been given one of the actual ones, as many as possible.</summary>
internal sealed record Pairing(
    ImmutableArray<(DiagnosticResult Expected, Diagnostic Actual)> Pairs, ImmutableArray<DiagnosticResult> Missing, ImmutableArray<Diagnostic> Unexpected)
{
    public bool IsPerfect => Missing.IsEmpty && Unexpected.IsEmpty;

    public static Pairing Of(ImmutableArray<DiagnosticResult> expected, ImmutableArray<Diagnostic> actual)
    {
        // An expected diagnostic may match several actual ones; those matched before move on along an augmenting path.
        var owner = new int?[actual.Length];
        for (var i = 0; i < expected.Length; i++)
            Seat(i, new bool[actual.Length]);

        var pairs = owner.Select((o, i) => (Expected: o, Actual: actual[i])).ToLookup(p => p.Expected is not null);
        return new(
            [.. pairs[true].Select(p => (expected[p.Expected!.Value], p.Actual))],
            [.. expected.Where((_, i) => !owner.Contains(i))],
            [.. pairs[false].Select(p => p.Actual)]);

        bool Seat(int e, bool[] tried)
        {
            for (var a = 0; a < actual.Length; a++)
            {
                if (tried[a] || expected[e].DifferenceFrom(actual[a]) is not null)
                    continue;

                tried[a] = true;
                if (owner[a] is not { } other || Seat(other, tried))
                {
                    owner[a] = e;
                    return true;
                }
            }

            return false;
        }
    }
}
