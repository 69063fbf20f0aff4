using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Replaces a background thread that nobody knows by a task that awaits, where the work lets no exception out.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ThreadForIoCodeFix)), Shared]
public sealed class ThreadForIoCodeFix() : ConcurrencyCodeFix(ThreadForIoAnalyzer.Id, "Await in a task")
{
    private protected override SyntaxNode? Rewrite(FixSite site) => AsyncThread.Of(site)?.Write(site);
}
