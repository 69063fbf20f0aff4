using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Catalogue;

/// <summary>Runs analyzers as shipped, severities and all, over a whole compilation.</summary>
internal static class Analysis
{
    /// <summary>What the analyzers report, a crash included, in order of place, as text that compares.</summary>
    public static async Task<ImmutableArray<string>> RunAsync(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, bool concurrent = true)
    {
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrent, logAnalyzerExecutionTime: false);
        return Sorted(await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
    }

    public static ImmutableArray<string> Sorted(IEnumerable<Diagnostic> diagnostics) => [.. diagnostics.Select(Text).Order(StringComparer.Ordinal)];

    private static string Text(Diagnostic diagnostic) =>
        $"{diagnostic} [{diagnostic.Severity}] {string.Join(" ", diagnostic.AdditionalLocations.Select(static location => location.GetLineSpan()))} {string.Join(" ", diagnostic.Properties.OrderBy(static pair => pair.Key, StringComparer.Ordinal))}";
}
