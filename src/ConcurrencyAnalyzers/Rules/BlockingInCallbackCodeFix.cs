using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Lets a continuation await, and takes its task out of the task; lets a handler of a timer await that catches what it throws.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingInCallbackCodeFix)), Shared]
public sealed class BlockingInCallbackCodeFix() : ConcurrencyCodeFix(BlockingInCallbackAnalyzer.Id, "Await in the callback")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => AsyncCallback.Continuation(site) ?? AsyncCallback.Elapsed(site);
}
