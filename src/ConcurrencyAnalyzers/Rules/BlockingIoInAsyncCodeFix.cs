using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Awaits in place of the blocking call, where that is legal and means the same.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingIoInAsyncCodeFix)), Shared]
public sealed class BlockingIoInAsyncCodeFix() : ConcurrencyCodeFix(BlockingIoInAsyncAnalyzer.Id, "Await the asynchronous form")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => site.Call is { } call ? Awaiting.InPlace(site, call) : null;
}
