using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Turns 'ForAll' into an asynchronous loop, with a degree, when everything in it that blocks can be awaited.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingIoInPlinqCodeFix)), Shared]
public sealed class BlockingIoInPlinqCodeFix() : ConcurrencyCodeFix(BlockingIoInPlinqAnalyzer.Id, "Use an asynchronous loop")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Invocation is not { } query || AsyncLoop.OfQuery(site, query) is not { } loop)
        {
            return null;
        }

        var configure = Awaiting.Configures(query);
        return AwaitedBody.Of(site, loop.Lambda, loop.Token, configure) is { } body ? site.Root.ReplaceNode(query, loop.Write(site, body, configure)) : null;
    }
}
