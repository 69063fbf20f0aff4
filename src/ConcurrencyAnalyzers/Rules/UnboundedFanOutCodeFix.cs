using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Replaces the tasks by an asynchronous loop with a degree. Where an item fails, the loop starts no other, which the title says.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnboundedFanOutCodeFix)), Shared]
public sealed class UnboundedFanOutCodeFix() : ConcurrencyCodeFix(UnboundedFanOutAnalyzer.Id, "Use an asynchronous loop with a degree, which starts nothing more after a failure")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => FanOutLoop.Of(site)?.Write();
}
