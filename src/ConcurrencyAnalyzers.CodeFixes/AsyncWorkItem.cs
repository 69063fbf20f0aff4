using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>A <c>Task.Run</c> with a synchronous lambda that can be an asynchronous one.</summary>
internal sealed class AsyncWorkItem
{
    private readonly InvocationExpressionSyntax offload;
    private readonly LambdaExpressionSyntax lambda;

    private AsyncWorkItem(InvocationExpressionSyntax offload, LambdaExpressionSyntax lambda)
    {
        this.offload = offload;
        this.lambda = lambda;
    }

    /// <summary>The work item that the marked call stands in; null for any other construct: only <c>Task.Run</c> unwraps what an asynchronous lambda returns.</summary>
    public static AsyncWorkItem? Around(FixSite site) =>
        site.Call is { } call && Functions.Around(call) is LambdaExpressionSyntax { Parent: ArgumentSyntax { NameColon: null, Parent.Parent: InvocationExpressionSyntax offload } } lambda
        && offload.ArgumentList.Arguments[0].Expression == lambda
        && site.Model.GetSymbolInfo(offload, site.CancellationToken).Symbol is IMethodSymbol { Name: "Run" } method && method.ContainingType.IsSameAs(site.Symbols.Task)
        && !Functions.IsAsync(lambda, call)
            ? new AsyncWorkItem(offload, lambda)
            : null;

    public SyntaxNode? Write(FixSite site)
    {
        var token = Awaiting.TokenAt(site, lambda);
        if (OnlyCall(site) is { } only)
        {
            // Nothing is left that would need a thread.
            return offload.ArgumentList.Arguments.Count == 1 && Functions.IsFreeOf(site, offload, Functions.Around(offload)) && Awaiting.AsyncForm(site, only, token) is { } asynchronous
                ? site.Root.ReplaceNode(offload, asynchronous.WithTriviaFrom(offload))
                : null;
        }

        return AwaitedBody.Of(site, lambda, token, Awaiting.Configures(lambda)) is { } body
            ? site.Root.ReplaceNode(lambda, AwaitedBody.AsyncLambda(lambda, body))
            : null;
    }

    /// <summary>The one call that the work item consists of, be it an expression or a statement.</summary>
    private ExpressionSyntax? OnlyCall(FixSite site)
    {
        var only = lambda switch
        {
            { ExpressionBody: { } expression } => expression,
            { Block.Statements: [ExpressionStatementSyntax statement] } => statement.Expression,
            { Block.Statements: [ReturnStatementSyntax { Expression: { } returned }] } => returned,
            _ => null,
        };

        // What the arguments compute or wait for would move to the caller's thread.
        return only is not null && site.MemberAround(lambda)?.SelfAndNested().FirstOrDefault(body => body.Syntax == lambda) is { } facts
            && facts.Calls.All(call => call.Syntax == only || site.Engine.EffectsOf(facts, call, site.CancellationToken).Effects.All(static fact => fact.Effect == Effect.AwaitsIo))
            && facts.Calls.Any(call => call.Syntax == only)
            ? only
            : null;
    }
}
