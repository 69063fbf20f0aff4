using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Hands out ranges, which each thread runs through; a plain loop where there are few items.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TinyParallelBodyCodeFix)), Shared]
public sealed class TinyParallelBodyCodeFix() : ConcurrencyCodeFix(TinyParallelBodyAnalyzer.Id, "Loop over ranges")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => RangeLoop.Of(site)?.Write(site);
}
