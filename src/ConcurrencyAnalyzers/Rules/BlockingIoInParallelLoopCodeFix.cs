using System.Composition;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Turns the loop into an asynchronous one, with a degree, when everything in it that blocks can be awaited.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingIoInParallelLoopCodeFix)), Shared]
public sealed class BlockingIoInParallelLoopCodeFix() : ConcurrencyCodeFix(BlockingIoInParallelLoopAnalyzer.Id, "Use an asynchronous loop")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Invocation is not { } loop || AsyncLoop.Of(site, loop) is not { } asyncLoop
            || site.MemberAround(loop) is not { } member || member.SelfAndNested().FirstOrDefault(body => body.Syntax == asyncLoop.Lambda) is not { } lambda)
        {
            return null;
        }

        var blocking = lambda.Calls
            .Where(call => site.Engine.EffectsOf(lambda, call, site.CancellationToken).Effects.Any(static fact =>
                fact.Strength >= Strength.Likely && Workloads.Blocks(fact.Effect) && fact.Effect is not (Effect.Metadata or Effect.Console)))
            .Select(static call => call.Syntax)
            .OfType<ExpressionSyntax>()
            .ToList();
        if (blocking.Count == 0 || blocking.Any(call => !Functions.IsFreeOf(site, call, asyncLoop.Lambda) || EarlierOperands.ReadShared(site, call) || Functions.Around(call) != asyncLoop.Lambda))
        {
            return null;
        }

        // Inner calls first: an awaited receiver stands inside the call that is awaited next.
        var token = asyncLoop.Token;
        var configure = Awaiting.Configures(loop);
        var possible = blocking.All(call => Awaiting.Awaited(site, call, token, configure) is not null);
        if (!possible)
        {
            return null;
        }

        var body = asyncLoop.Lambda.Body.TrackNodes(blocking);
        foreach (var call in blocking.OrderByDescending(static call => call.Ancestors().Count()))
        {
            if (body.GetCurrentNode(call) is not { } current)
            {
                return null;
            }

            // The receiver may have been rewritten already; only the shape of this call is replaced.
            var awaited = current.IsEquivalentTo(call) ? Awaiting.Awaited(site, call, token, configure) : null;
            if (awaited is null)
            {
                return null;
            }

            if (current == body)
            {
                body = awaited;
                break;
            }

            body = body.ReplaceNode(current, awaited);
        }

        return site.Root.ReplaceNode(loop, asyncLoop.Write(site, (Microsoft.CodeAnalysis.CSharp.CSharpSyntaxNode)body, configure));
    }
}
