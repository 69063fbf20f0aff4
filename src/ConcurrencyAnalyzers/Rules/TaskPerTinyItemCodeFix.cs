using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Does all items in one task where the code waits without a thread, and in the loop itself where it blocks one anyway.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TaskPerTinyItemCodeFix)), Shared]
public sealed class TaskPerTinyItemCodeFix() : ConcurrencyCodeFix(TaskPerTinyItemAnalyzer.Id, "Do all items in one loop")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => ItemLoop.Of(site)?.Write(site);
}
