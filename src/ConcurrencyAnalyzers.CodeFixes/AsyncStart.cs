using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>Asynchronous code that a task is started with, and the forms in which the task ends with the code.</summary>
internal sealed class AsyncStart
{
    private readonly FixSite site;
    private readonly IOperation operation;
    private readonly TaskStart start;
    private readonly Body body;
    private readonly CallSite call;
    private readonly ThreadWork work;

    private AsyncStart(FixSite site, ExpressionSyntax syntax, IOperation operation, TaskStart start, Body body, CallSite call)
    {
        (this.site, Syntax, this.operation, this.start, this.body, this.call) = (site, syntax, operation, start, body, call);
        work = ThreadWork.Of(call, site.Engine, site.CancellationToken);
    }

    /// <summary>The call of <c>StartNew</c>, or the creation of the task.</summary>
    public ExpressionSyntax Syntax { get; }

    /// <summary>Nobody waits for the task where it is made: it is dropped, or kept for later.</summary>
    public bool IsSetAside => operation.Parent is IConversionOperation { Parent: { } target } ? IsAside(target) : IsAside(operation.Parent);

    /// <summary>The code goes on until somebody ends it: who waits for all of it may wait for good.</summary>
    public bool MayLast => work.Bodies.Any(static body => LastingLoops.In(body.Syntax) || body.Syntax.DescendantNodes().Any(IsLoopOverWaits));

    /// <summary>More is known of the code than the name of what it calls.</summary>
    public bool IsInSight => work.Bodies.Any(static body => Offloads.OnlyCall(body.Syntax) is null);

    /// <summary>The code blocks its thread, or depends on which one it is.</summary>
    public bool NeedsItsThread => work.ChangesItsThread || work.AsksForItsThread
        || work.Bodies.Any(body => site.Engine.SummaryOf(body, site.CancellationToken).Blocking() is not (null or { Effect: Effect.Metadata or Effect.Console }));

    /// <summary>The expression around that takes the inner task out, or the call itself.</summary>
    public ExpressionSyntax Unwrapping
    {
        get
        {
            if (Syntax.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Unwrap", Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } unwrap } access && access.Expression == Syntax)
            {
                return unwrap;
            }

            if (Configured(Syntax).Parent is not AwaitExpressionSyntax first)
            {
                return Syntax;
            }

            ExpressionSyntax inner = first;
            while (inner.Parent is ParenthesizedExpressionSyntax parenthesized)
            {
                inner = parenthesized;
            }

            return Configured(inner).Parent is AwaitExpressionSyntax ? inner : Syntax;
        }
    }

    public static AsyncStart? Of(FixSite site)
    {
        if (site.Call is not { } syntax || site.Model.GetOperation(syntax, site.CancellationToken) is not { } operation || site.MemberAround(syntax) is not { } member
            || TaskStart.Of(operation, site.Symbols, member.Symbol.ContainingType) is not { } start)
        {
            return null;
        }

        foreach (var body in member.SelfAndNested())
        {
            if (body.Calls.FirstOrDefault(candidate => candidate.Syntax == syntax) is { } call)
            {
                return new AsyncStart(site, syntax, operation, start, body, call);
            }
        }

        return null;
    }

    /// <summary>The same on the pool, in place of an expression; where that would only be a hop, the call itself. Null where neither means the same.</summary>
    /// <param name="place">What gives way.</param>
    /// <param name="without">Options that need not be kept.</param>
    public ExpressionSyntax? OnPool(ExpressionSyntax place, int without)
    {
        if (!start.FitsPool(without, site.Symbols) || site.Symbols.Task is not { } task || ExpressionOf(start.Work) is not { } function)
        {
            return null;
        }

        var token = start.Token is null ? null : ExpressionOf(start.Token);
        if (IsHop(place))
        {
            return DirectCall.Of(site, function, token)?.WithTriviaFrom(place);
        }

        var given = SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(function.WithoutTrivia()));
        if (token is not null)
        {
            given = SyntaxFactory.SeparatedList(
                [given[0], SyntaxFactory.Argument(token.WithoutTrivia())],
                [SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)]);
        }

        var run = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, Receiver(task), SyntaxFactory.IdentifierName("Run")),
            SyntaxFactory.ArgumentList(given));
        return (start.Inner is not { } inner ? KnownCall.To(task, run) : Overload(task, inner, given.Count) is { } overload ? KnownCall.To(overload, run) : null)?.WithTriviaFrom(place);
    }

    /// <summary>The call as it is, and the inner task in place of the outer one; null where nobody would notice.</summary>
    public ExpressionSyntax? Unwrapped() =>
        start.Inner is { } inner && site.Symbols.IsTask(inner) && !IsDropped(operation.Parent) && site.Symbols.Find("System.Threading.Tasks.TaskExtensions") is { } extensions
            ? KnownCall.To(extensions, SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, Syntax.WithoutTrailingTrivia(), SyntaxFactory.IdentifierName("Unwrap")))).WithTriviaFrom(Syntax)
            : null;

    private static bool IsAside(IOperation? use) =>
        IsDropped(use) || use is IFieldInitializerOperation or IPropertyInitializerOperation
        || use is ISimpleAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation, Parent: IExpressionStatementOperation };

    private static bool IsDropped(IOperation? use) => use is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };

    // Streams of messages, ticks, connections: their end is for others to decide.
    private static bool IsLoopOverWaits(SyntaxNode node) => node switch
    {
        CommonForEachStatementSyntax loop => loop.AwaitKeyword.RawKind != 0,
        WhileStatementSyntax loop => Awaits(loop.Condition),
        DoStatementSyntax loop => Awaits(loop.Condition),
        ForStatementSyntax { Condition: { } condition } => Awaits(condition),
        _ => false,
    };

    private static bool Awaits(ExpressionSyntax condition) => condition.DescendantNodesAndSelf().Any(static node => node is AwaitExpressionSyntax);

    private static ExpressionSyntax Configured(ExpressionSyntax task) =>
        task.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured } access && access.Expression == task ? configured : task;

    private static ExpressionSyntax? ExpressionOf(IArgumentOperation argument) => (argument.Syntax as ArgumentSyntax)?.Expression;

    /// <summary>The overload that unwraps what the work gives.</summary>
    private static IMethodSymbol? Overload(INamedTypeSymbol task, INamedTypeSymbol inner, int arguments) => task.GetMembers("Run").OfType<IMethodSymbol>().FirstOrDefault(candidate =>
        candidate.Parameters.Length == arguments
        && candidate.Parameters[0].Type is INamedTypeSymbol { TypeArguments: [INamedTypeSymbol { Name: "Task" } given] } && given.Arity == inner.Arity);

    /// <summary>What CONC401 would say of a 'Task.Run' at the place.</summary>
    private bool IsHop(ExpressionSyntax place)
    {
        while (place is ParenthesizedExpressionSyntax parenthesized)
        {
            place = parenthesized.Expression;
        }

        if (site.Engine.Hosts.HasSynchronizationContext || site.Model.GetOperation(place, site.CancellationToken) is not { } replaced)
        {
            return false;
        }

        var use = replaced.Parent is IConversionOperation conversion ? conversion.Parent : replaced.Parent;
        var isUsed = use is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Parent: IAwaitOperation }
            || (use is IReturnOperation && body.Use is not (DelegateUse.Deferred or DelegateUse.Inline));
        return isUsed && Offloads.AsyncCall(site.Engine, call, site.CancellationToken) is not null;
    }

    // As it is written already, where it is.
    private ExpressionSyntax Receiver(INamedTypeSymbol task) =>
        Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Factory", Expression: { } named } } }
            && site.Model.GetSymbolInfo(named, site.CancellationToken).Symbol.IsSameAs(task)
            ? named.WithoutTrivia()
            : site.Receiver(task);
}
