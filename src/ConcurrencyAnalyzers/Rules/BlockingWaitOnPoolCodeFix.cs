using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Makes the work item asynchronous and awaits in it; where it does nothing but wait, it becomes the asynchronous wait itself.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingWaitOnPoolCodeFix)), Shared]
public sealed class BlockingWaitOnPoolCodeFix() : ConcurrencyCodeFix(BlockingWaitOnPoolAnalyzer.Id, "Wait asynchronously")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => AsyncWorkItem.Around(site)?.Write(site);
}
