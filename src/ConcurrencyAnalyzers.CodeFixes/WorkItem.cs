using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>A pool work item around one blocking call.</summary>
internal static class WorkItem
{
    /// <summary>The document with the asynchronous form of the call in place of the work item; null when there is none, or the work item does more.</summary>
    public static SyntaxNode? Replaced(FixSite site)
    {
        if (site.Invocation is not { } offload || !site.Symbols.IsTask(site.Model.GetTypeInfo(offload, site.CancellationToken).Type) || offload.ArgumentList.Arguments is not [{ Expression: { } work }, ..] || TokenOf(offload) is not { } token
            || SingleCall(work) is not { } call || !IsAllThatHappens(site, work, call) || !Functions.IsFreeOf(site, offload, Functions.Around(offload)))
        {
            return null;
        }

        // A task that is kept has to be the task it was; one that is awaited at once may be of another kind.
        return Awaiting.AsyncForm(site, call, token.Length > 0 ? token : Awaiting.TokenAt(site, offload)) is { } asynchronous
            && (token.Length == 0 || asynchronous.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == token))
            ? site.Root.ReplaceNode(offload, asynchronous.WithTriviaFrom(offload))
            : null;
    }

    /// <summary>The token that the work item is given, or an empty name; null when it is given more than that.</summary>
    private static string? TokenOf(InvocationExpressionSyntax offload) => offload.ArgumentList.Arguments switch
    {
        [_] => "",
        [_, { Expression: IdentifierNameSyntax token }] => token.Identifier.ValueText,
        _ => null,
    };

    // What the arguments compute or wait for would move to the caller's thread.
    private static bool IsAllThatHappens(FixSite site, ExpressionSyntax work, InvocationExpressionSyntax call) =>
        site.MemberAround(work)?.SelfAndNested().FirstOrDefault(body => body.Syntax == work) is { } lambda
        && lambda.Calls.All(other => other.Syntax == call || site.Engine.EffectsOf(lambda, other, site.CancellationToken).Effects.IsEmpty);

    private static InvocationExpressionSyntax? SingleCall(ExpressionSyntax work) => work switch
    {
        LambdaExpressionSyntax { Block.Statements: [ExpressionStatementSyntax { Expression: InvocationExpressionSyntax only }] } => only,
        LambdaExpressionSyntax lambda => Offloads.OnlyCall(lambda),
        _ => null,
    };
}
