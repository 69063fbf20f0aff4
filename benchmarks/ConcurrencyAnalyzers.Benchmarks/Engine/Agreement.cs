using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Benchmarks.Harness;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Benchmarks.Engine;

/// <summary>
/// Whether the same code gives the same answers: in concurrent runs, with the members asked in any order, and one document at a time.
/// Every rule is on, the classification of all methods (CONC001) included, so that a difference anywhere in the engine shows.
/// </summary>
internal sealed class Agreement(Corpus corpus, int runs)
{
    private const int Orders = 5;

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = EngineCost.Ours();

    private readonly CSharpCompilation code = corpus.Compilation.WithOptions(
        corpus.Compilation.Options.WithSpecificDiagnosticOptions(corpus.Compilation.Options.SpecificDiagnosticOptions.SetItem("CONC001", ReportDiagnostic.Info)));

    /// <returns>How many answers there are, and what differed: nothing where all is well.</returns>
    public async Task<(int Answers, IReadOnlyList<string> Differences)> CompareAsync()
    {
        using var progress = new ProgressLine();
        progress.Show($"{corpus.Name}: without concurrency");
        var expected = Sorted(await Driver(code.Clone(), concurrent: false).GetAnalyzerDiagnosticsAsync());
        var differences = new List<string>();
        for (var run = 1; run <= runs; run++)
        {
            progress.Show($"{corpus.Name}: concurrent run {run} of {runs}");
            Compare($"concurrent run {run}", Sorted(await Driver(code.Clone(), concurrent: true).GetAnalyzerDiagnosticsAsync()));
        }

        progress.Show($"{corpus.Name}: one document at a time");
        Compare("one document at a time", await ByDocumentAsync());

        var classified = Classify(seed: 0);
        for (var seed = 1; seed <= Orders; seed++)
        {
            progress.Show($"{corpus.Name}: order {seed} of {Orders}");
            Compare($"members in order {seed}", Classify(seed), classified);
        }

        return (expected.Count, differences);

        void Compare(string what, List<string> found, List<string>? other = null) => differences.AddRange(
            found.Except(other ?? expected).Select(extra => $"{what}, only there: {extra}").Concat((other ?? expected).Except(found).Select(missing => $"{what}, missing: {missing}")));
    }

    private async Task<List<string>> ByDocumentAsync()
    {
        var compilation = code.Clone();
        var driver = Driver(compilation, concurrent: true);
        var trees = compilation.SyntaxTrees.ToArray();
        new Random(1).Shuffle(trees);
        var found = new List<Diagnostic>();
        foreach (var tree in trees)
        {
            found.AddRange(await driver.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), null, CancellationToken.None));
        }

        // What has no place belongs to no document.
        return Sorted(found.Concat((await Driver(code.Clone(), concurrent: true).GetAnalyzerDiagnosticsAsync()).Where(static diagnostic => diagnostic.Location.SourceTree is null)));
    }

    /// <summary>What the engine says of each method, when the methods are asked in the order that the seed gives.</summary>
    private List<string> Classify(int seed)
    {
        var compilation = code.Clone();
        var model = ConcurrencyModel.Of(compilation, corpus.Options, CancellationToken.None);
        var methods = compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Member).OfType<IMethodSymbol>().ToArray();
        new Random(seed).Shuffle(methods);
        return [.. methods
            .Select(method => (Method: method, Body: model.Bodies.Of(method, CancellationToken.None)))
            .Where(static asked => asked.Body is not null)
            .Select(asked => $"{asked.Method.GetDocumentationCommentId()}: {Classification.Of(asked.Body!, model.SummaryOf(asked.Body!, CancellationToken.None), model.Symbols)}")
            .Order(StringComparer.Ordinal)];
    }

    private CompilationWithAnalyzers Driver(Compilation compilation, bool concurrent) =>
        compilation.WithAnalyzers(Analyzers, new CompilationWithAnalyzersOptions(corpus.Options, onAnalyzerException: null, concurrent, logAnalyzerExecutionTime: false));

    private static List<string> Sorted(IEnumerable<Diagnostic> diagnostics) => [.. diagnostics
        .Select(static diagnostic => $"{diagnostic} {string.Join(" ", diagnostic.AdditionalLocations.Select(static hop => hop.GetLineSpan()))} {string.Join(" ", diagnostic.Properties.OrderBy(static pair => pair.Key, StringComparer.Ordinal))}")
        .Order(StringComparer.Ordinal)];
}
