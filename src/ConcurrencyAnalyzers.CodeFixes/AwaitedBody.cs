using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>The body of a lambda with an await in place of everything in it that blocks.</summary>
internal static class AwaitedBody
{
    /// <summary>Null where something that blocks cannot be awaited, so that the lambda would only be blocking by another name.</summary>
    /// <param name="site">What is fixed.</param>
    /// <param name="lambda">The synchronous lambda.</param>
    /// <param name="token">The name of a token that the body can use, or null.</param>
    /// <param name="configure">Whether the awaits leave their context.</param>
    public static CSharpSyntaxNode? Of(FixSite site, LambdaExpressionSyntax lambda, string? token, bool configure)
    {
        if (site.MemberAround(lambda)?.SelfAndNested().FirstOrDefault(body => body.Syntax == lambda) is not { } facts)
        {
            return null;
        }

        var blocking = facts.Calls
            .Where(call => site.Engine.EffectsOf(facts, call, site.CancellationToken).Effects.Any(static fact =>
                fact.Strength >= Strength.Likely && Workloads.Blocks(fact.Effect) && fact.Effect is not (Effect.Metadata or Effect.Console)))
            .Select(static call => call.Syntax)
            .OfType<ExpressionSyntax>()
            .ToList();
        if (blocking.Count == 0
            || blocking.Any(call => !Functions.IsFreeOf(site, call, lambda) || EarlierOperands.ReadShared(site, call) || Functions.Around(call) != lambda)
            || !blocking.All(call => Awaiting.Awaited(site, call, token, configure) is not null))
        {
            return null;
        }

        var body = lambda.Body.TrackNodes(blocking);

        // Inner calls first: an awaited receiver stands inside the call that is awaited next.
        foreach (var call in blocking.OrderByDescending(static call => call.Ancestors().Count()))
        {
            // The receiver may have been rewritten already; only the shape of this call is replaced.
            if (body.GetCurrentNode(call) is not { } current || !current.IsEquivalentTo(call) || Awaiting.Awaited(site, call, token, configure) is not { } awaited)
            {
                return null;
            }

            if (current == body)
            {
                return awaited;
            }

            body = body.ReplaceNode(current, awaited);
        }

        return body;
    }

    /// <summary>The lambda as an asynchronous one with another body.</summary>
    public static LambdaExpressionSyntax AsyncLambda(LambdaExpressionSyntax lambda, CSharpSyntaxNode body) =>
        AsyncKeyword.AddTo((LambdaExpressionSyntax)lambda.WithBody(body)).WithTriviaFrom(lambda);
}
