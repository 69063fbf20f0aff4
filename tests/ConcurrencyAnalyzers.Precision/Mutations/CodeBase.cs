using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConcurrencyAnalyzers.Benchmarks.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>One project as it is: where it can be mutated, and what is reported of it anyway.</summary>
internal sealed class CodeBase
{
    private readonly Corpus corpus;
    private readonly CompilationWithAnalyzers driver;
    private readonly ConcurrentDictionary<string, bool> constructs = new(StringComparer.Ordinal);

    public CodeBase(Corpus corpus)
    {
        this.corpus = corpus;
        Sites = new(corpus);
        driver = Package.Driver(corpus.Compilation, corpus.Options, concurrent: false);
    }

    public string Name => corpus.Name;

    public Compilation Compilation => corpus.Compilation;

    public AnalyzerOptions Options => corpus.Options;

    public Sites Sites { get; }

    public bool Takes(Construct construct) =>
        constructs.GetOrAdd(construct.Name, _ => construct.IsAvailable(Compilation) && Sites.Offers(construct.Ground == Ground.Type ? Ground.AnyMethod : construct.Ground));

    /// <summary>What is reported of this part of an unchanged file.</summary>
    public async Task<ImmutableArray<Diagnostic>> ReportedAsync(SyntaxTree tree, TextSpan span) =>
        await driver.GetAnalyzerSemanticDiagnosticsAsync(Compilation.GetSemanticModel(tree), span, CancellationToken.None);

    public CompilationWithAnalyzers DriverFor(Compilation mutated) => Package.Driver(mutated, corpus.Options, concurrent: false);
}
