using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Awaits the task that was waited for; not where a handler counts on the exception that only waiting throws.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingOnTaskCodeFix)), Shared]
public sealed class BlockingOnTaskCodeFix() : ConcurrencyCodeFix(BlockingOnTaskAnalyzer.Id, "Await the task")
{
    private protected override SyntaxNode? Rewrite(FixSite site) =>
        site.Call is { } call && !Functions.CatchesAggregate(site, call) ? Awaiting.InPlace(site, call) : null;
}
