using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Runs the items on the pool: in one parallel loop where they are joined, as work items where they are let go; or in a plain loop, where they are next to nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ThreadPerItemCodeFix)), Shared]
public sealed class ThreadPerItemCodeFix() : ConcurrencyCodeFix(ThreadPerItemAnalyzer.Id, "Run it without a thread of its own")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (ThreadCreation.Of(site) is not { } creation)
        {
            return null;
        }

        if (ThreadLoop.Of(site, creation) is { } loop)
        {
            return IsTrivial(site, creation) ? loop.WritePlain(site) : loop.Write(site);
        }

        return OwnThread.Of(site, creation)?.Write(site) ?? LetGoThread.Of(site, creation)?.AsWorkItem(site);
    }

    private static bool IsTrivial(FixSite site, ThreadCreation creation) =>
        site.MemberAround(creation.Syntax)?.SelfAndNested().SelectMany(static body => body.Calls).FirstOrDefault(call => call.Syntax == creation.Syntax) is { Delegates: [var work, ..] }
        && site.Engine.CostOf(work, site.CancellationToken) is { IsTiny: true, Nanoseconds: < ComputingLoop.Trivial };
}
