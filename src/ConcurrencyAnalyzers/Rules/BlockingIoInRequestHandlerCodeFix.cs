using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Makes the handler asynchronous and awaits, where its framework takes a task as well, and nobody else calls it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingIoInRequestHandlerCodeFix)), Shared]
public sealed class BlockingIoInRequestHandlerCodeFix() : ConcurrencyCodeFix(BlockingIoInRequestHandlerAnalyzer.Id, "Await in an asynchronous handler")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => site.Call is { } call ? AsyncFunction.Await(site, call) : null;
}
