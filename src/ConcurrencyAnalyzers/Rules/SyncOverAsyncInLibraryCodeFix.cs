using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Calls the synchronous form in place of waiting for the asynchronous one. Callers are not known, so nothing here becomes asynchronous.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SyncOverAsyncInLibraryCodeFix)), Shared]
public sealed class SyncOverAsyncInLibraryCodeFix() : ConcurrencyCodeFix(SyncOverAsyncInLibraryAnalyzer.Id, "Call the synchronous form")
{
    private protected override SyntaxNode? Rewrite(FixSite site) =>
        site.Call is { } call && !Functions.CatchesAggregate(site, call) && SyncForm.Of(site, call) is { } synchronous ? site.Root.ReplaceNode(call, synchronous) : null;
}
