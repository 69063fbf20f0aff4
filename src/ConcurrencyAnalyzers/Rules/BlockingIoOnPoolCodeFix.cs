using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Replaces the work item by the asynchronous form of the one call that it makes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingIoOnPoolCodeFix)), Shared]
public sealed class BlockingIoOnPoolCodeFix() : ConcurrencyCodeFix(BlockingIoOnPoolAnalyzer.Id, "Use the asynchronous form")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => WorkItem.Replaced(site);
}
