using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Replaces the batches by one asynchronous loop, whose degree is the size of a batch.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChunkedFanOutCodeFix)), Shared]
public sealed class ChunkedFanOutCodeFix() : ConcurrencyCodeFix(ChunkedFanOutAnalyzer.Id, "Use an asynchronous loop with a degree")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => ConvoyLoop.Of(site)?.Write(site);
}
