using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Turns the loop into an asynchronous one, with a degree, when everything in it that blocks can be awaited.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingIoInParallelLoopCodeFix)), Shared]
public sealed class BlockingIoInParallelLoopCodeFix() : ConcurrencyCodeFix(BlockingIoInParallelLoopAnalyzer.Id, "Use an asynchronous loop")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Invocation is not { } loop || AsyncLoop.Of(site, loop) is not { } asyncLoop)
        {
            return null;
        }

        var configure = Awaiting.Configures(loop);
        return AwaitedBody.Of(site, asyncLoop.Lambda, asyncLoop.Token, configure) is { } body ? site.Root.ReplaceNode(loop, asyncLoop.Write(site, body, configure)) : null;
    }
}
