using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Replaces threads that a loop makes and another one joins by one parallel loop, and a thread that is started and joined by a task.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CpuWorkOnThreadCodeFix)), Shared]
public sealed class CpuWorkOnThreadCodeFix() : ConcurrencyCodeFix(CpuWorkOnThreadAnalyzer.Id, "Run it on the pool")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (ThreadCreation.Of(site) is not { } creation)
        {
            return null;
        }

        return ThreadLoop.Of(site, creation) is { } loop ? loop.Write(site) : OwnThread.Of(site, creation)?.Write(site);
    }
}
