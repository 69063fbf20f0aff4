using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Awaits in place of the blocking call; a handler of an event becomes 'async void' for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockedUiThreadCodeFix)), Shared]
public sealed class BlockedUiThreadCodeFix() : ConcurrencyCodeFix(BlockedUiThreadAnalyzer.Id, "Await the asynchronous form")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => site.Call is { } call ? AsyncHandler.Await(site, call) : null;
}
