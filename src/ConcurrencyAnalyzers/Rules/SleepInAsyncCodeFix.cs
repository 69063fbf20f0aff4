using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Awaits in place of the blocking call, where that is legal and means the same.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SleepInAsyncCodeFix)), Shared]
public sealed class SleepInAsyncCodeFix() : ConcurrencyCodeFix(SleepInAsyncAnalyzer.Id, "Await 'Task.Delay'")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => site.Call is { } call ? Awaiting.InPlace(site, call) : null;
}
