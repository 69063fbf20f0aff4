using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Gives each item a slot where items are counted, and each thread a state of its own elsewhere.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SharedStateInParallelBodyCodeFix)), Shared]
public sealed class SharedStateInParallelBodyCodeFix() : ConcurrencyCodeFix(SharedStateInParallelBodyAnalyzer.Id, "Give each thread a state of its own")
{
    private protected override SyntaxNode? Rewrite(FixSite site) =>
        SharedResult.Of(site) is not { } result ? null
        : SlotLoop.Of(site, result) is { } slots ? slots.Write(site)
        : LocalStateLoop.Of(site, result)?.Write(site);
}
