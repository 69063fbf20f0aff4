using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Awaits the asynchronous form of the wait, where there is one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingWaitInAsyncCodeFix)), Shared]
public sealed class BlockingWaitInAsyncCodeFix() : ConcurrencyCodeFix(BlockingWaitInAsyncAnalyzer.Id, "Wait asynchronously")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => site.Call is { } call ? Awaiting.InPlace(site, call) : null;
}
