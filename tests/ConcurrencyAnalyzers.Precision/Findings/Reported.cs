using System.Collections.Immutable;
using ConcurrencyAnalyzers.Benchmarks.Engine;
using ConcurrencyAnalyzers.Precision.Mutations;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Precision.Findings;

/// <summary>What all rules report of one project, at the severities that they are shipped with.</summary>
/// <param name="Project">Its name.</param>
/// <param name="Size">Lines that people wrote.</param>
/// <param name="Errors">What the compiler cannot make sense of: packages that are missing.</param>
/// <param name="Diagnostics">Those with a place, in order of it.</param>
internal sealed record Reported(Corpus Project, int Size, int Errors, ImmutableArray<Diagnostic> Diagnostics)
{
    public static async Task<Reported> OfAsync(Corpus corpus)
    {
        var found = await Package.Driver(corpus.Compilation, corpus.Options, concurrent: true).GetAllDiagnosticsAsync();
        if (found.FirstOrDefault(Package.IsCrash) is { } crash)
        {
            throw new InvalidOperationException($"{corpus.Name}: {crash}");
        }

        return new(
            corpus,
            corpus.Compilation.SyntaxTrees.Where(tree => !Generated.Contains(tree, corpus.Options)).Sum(static tree => tree.GetText().Lines.Count),
            found.Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !Package.IsOurs(diagnostic)),
            [.. found.Where(static diagnostic => Package.IsOurs(diagnostic) && diagnostic.Location.IsInSource && !diagnostic.IsSuppressed)
                .OrderBy(static diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal)
                .ThenBy(static diagnostic => diagnostic.Location.SourceSpan)
                .ThenBy(static diagnostic => diagnostic.Id, StringComparer.Ordinal)]);
    }

    public IEnumerable<string> Lines() => Diagnostics.Select(diagnostic => FindingLine.Of(Project.Name, diagnostic).ToString());

    public static string Place(Location location) => $"{location.GetLineSpan().Path}:{location.GetLineSpan().StartLinePosition.Line + 1}";
}
