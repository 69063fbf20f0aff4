using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Awaits the task that a handler or a work item waits for; not where somebody counts on the exception that only waiting throws.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SyncOverAsyncCodeFix)), Shared]
public sealed class SyncOverAsyncCodeFix() : ConcurrencyCodeFix(SyncOverAsyncAnalyzer.Id, "Await the task")
{
    private protected override SyntaxNode? Rewrite(FixSite site) =>
        site.Call is { } call && !Functions.CatchesAggregate(site, call)
        && !(Functions.Around(call) is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax } lambda && Functions.CatchesAggregate(site, lambda))
            ? AsyncFunction.Await(site, call)
            : null;
}
