using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>A <c>Task.Run</c> whose delegate awaits in future: what is left of it where the await is all that the delegate does.</summary>
internal sealed class AsyncOffload
{
    private readonly InvocationExpressionSyntax offload;
    private readonly AnonymousFunctionExpressionSyntax lambda;

    private AsyncOffload(InvocationExpressionSyntax offload, AnonymousFunctionExpressionSyntax lambda)
    {
        this.offload = offload;
        this.lambda = lambda;
    }

    public static AsyncOffload? Of(FixSite site, SyntaxNode function) =>
        function is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax offload } } lambda
        && site.Model.GetSymbolInfo(offload, site.CancellationToken).Symbol is IMethodSymbol { Name: "Run" } method && method.ContainingType.IsSameAs(site.Symbols.Task)
            ? new AsyncOffload(offload, lambda)
            : null;

    /// <summary>
    /// What to write in place of what: the call itself where a work item would only add a hop, or a delegate that gives the task away. Null where the delegate
    /// does more, or the task is not the one that it promises.
    /// </summary>
    public (SyntaxNode Longer, SyntaxNode Shorter)? Shorten(FixSite site, ExpressionSyntax call, ExpressionSyntax awaited)
    {
        if (!IsAllOf(call) || awaited is not AwaitExpressionSyntax || Awaiting.AsyncForm(site, call, null) is not { } waitedFor || waitedFor.SyntaxTree != call.SyntaxTree)
        {
            return null;
        }

        // What the delegate does behind its await is nothing, so it matters to nobody where it goes on.
        var task = Bare(waitedFor);
        if (site.Model.GetTypeInfo(task, site.CancellationToken).Type is not { } type)
        {
            return null;
        }

        var isSame = type.IsSameAs(site.Model.GetTypeInfo(offload, site.CancellationToken).Type);
        return IsUsed(site, isSame) && IsOnlyHop(site, task) ? (offload, task.WithoutTrivia().WithTriviaFrom(offload))
            : isSame && lambda is LambdaExpressionSyntax giving ? (lambda, Giving(giving, task))
            : null;
    }

    // A block makes way for the task alone, and so does the line break before it.
    private static LambdaExpressionSyntax Giving(LambdaExpressionSyntax lambda, ExpressionSyntax task) => lambda.Body is ExpressionSyntax body
        ? lambda.WithBody(task.WithoutTrivia().WithTriviaFrom(body))
        : lambda.WithArrowToken(lambda.ArrowToken.WithTrailingTrivia(SyntaxFactory.Space)).WithBody(task.WithoutTrivia().WithTrailingTrivia(lambda.Body.GetTrailingTrivia()));

    private static ExpressionSyntax Bare(ExpressionSyntax task)
    {
        while (task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: { } configured } })
        {
            task = configured;
        }

        return task;
    }

    private bool IsAllOf(ExpressionSyntax call) => lambda switch
    {
        { ExpressionBody: { } body } => body == call,
        { Block.Statements: [ReturnStatementSyntax { Expression: { } returned }] } => returned == call,
        { Block.Statements: [ExpressionStatementSyntax { Expression: { } only }] } => only == call,
        _ => false,
    } && !lambda.Body.DescendantTrivia().Any(ThreadCreation.IsComment);

    // A task that is dropped or kept, or that a sequence makes for each item, may be meant to run beside its maker.
    private bool IsUsed(FixSite site, bool isSame)
    {
        foreach (var body in site.MemberAround(offload)?.SelfAndNested() ?? [])
        {
            if (body.Calls.FirstOrDefault(call => call.Syntax == offload) is { } made)
            {
                return made.Has(CallTraits.Awaited) || (isSame && made.Has(CallTraits.Returned) && body.Use is not (DelegateUse.Deferred or DelegateUse.Inline));
            }
        }

        return false;
    }

    /// <summary>What CONC401 would say of the work item, once it awaits.</summary>
    private bool IsOnlyHop(FixSite site, ExpressionSyntax task)
    {
        return offload.ArgumentList.Arguments.Count == 1 && !site.Engine.Hosts.HasSynchronizationContext
            && site.MemberAround(lambda)?.SelfAndNested().FirstOrDefault(body => body.Syntax == lambda) is { } work
            && work.Calls.FirstOrDefault(inner => inner.Syntax == task) is { } inner && Offloads.IsProvenAsync(site.Engine, inner, site.CancellationToken)
            && work.Calls.All(other => other == inner || other.Syntax.Contains(task) || site.Engine.EffectsOf(work, other, site.CancellationToken).Effects.IsEmpty);
    }
}
