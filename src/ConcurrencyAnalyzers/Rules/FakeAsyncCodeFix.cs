using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Calls the asynchronous form of the one call that the method wraps.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FakeAsyncCodeFix)), Shared]
public sealed class FakeAsyncCodeFix() : ConcurrencyCodeFix(FakeAsyncAnalyzer.Id, "Use the asynchronous form")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => WorkItem.Replaced(site);
}
