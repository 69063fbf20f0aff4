using ConcurrencyAnalyzers.Benchmarks.Engine;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>Asks the engine what the methods that were timed cost.</summary>
internal sealed class Bands(Corpus corpus)
{
    private const int LongestEvidence = 160;

    public IEnumerable<ClockRow> Of(IEnumerable<ClockRow> rows)
    {
        var model = ConcurrencyModel.Of(corpus.Compilation, corpus.Options, CancellationToken.None);
        foreach (var row in rows)
        {
            var method = (IMethodSymbol?)DocumentationCommentId.GetSymbolsForDeclarationId(row.Callable.Key, corpus.Compilation)
                .FirstOrDefault(symbol => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, corpus.Compilation.Assembly))
                ?? throw new InvalidOperationException($"'{corpus.Name}' has no '{row.Callable.Key}'.");
            var cost = model.Bodies.Of(method, CancellationToken.None) is { } body ? model.CostOf(body, CancellationToken.None) : Cost.Unknown;
            var evidence = (cost.Evidence ?? "").ReplaceLineEndings(" ").Replace('\t', ' ');
            yield return row with { Band = cost.Band.ToString(), Evidence = evidence.Length <= LongestEvidence ? evidence : evidence[..LongestEvidence] };
        }
    }
}
