using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Writes the synchronous loop: where the code around has other waits, in its place, else in a task that the code around awaits.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CpuBodyInAsyncLoopCodeFix)), Shared]
public sealed class CpuBodyInAsyncLoopCodeFix() : ConcurrencyCodeFix(CpuBodyInAsyncLoopAnalyzer.Id, "Use 'Parallel.For' or 'Parallel.ForEach'")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => ComputingLoop.Of(site)?.Write(site);
}
