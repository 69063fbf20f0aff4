using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers;

/// <summary>A <c>ForAsync</c> or <c>ForEachAsync</c> that awaits nothing and can become <c>For</c> or <c>ForEach</c>.</summary>
internal sealed class ComputingLoop
{
    /// <summary>Up to here a parallel loop takes as long to hand out an item as the item itself.</summary>
    public const double Trivial = 20;

    private readonly InvocationExpressionSyntax loop;
    private readonly AwaitExpressionSyntax wait;
    private readonly LambdaExpressionSyntax lambda;
    private readonly ExpressionSyntax? middle;
    private readonly string name;

    private ComputingLoop(InvocationExpressionSyntax loop, AwaitExpressionSyntax wait, LambdaExpressionSyntax lambda, ExpressionSyntax? middle, string name) =>
        (this.loop, this.wait, this.lambda, this.middle, this.name) = (loop, wait, lambda, middle, name);

    /// <summary>Null where the loop is not awaited at once, or a catch around tells exceptions apart, which a parallel loop puts into one.</summary>
    public static ComputingLoop? Of(FixSite site)
    {
        if (site.Invocation is not { } loop || site.Model.GetSymbolInfo(loop, site.CancellationToken).Symbol is not IMethodSymbol { Name: "ForAsync" or "ForEachAsync" } method
            || WaitFor(loop) is not { Parent: ExpressionStatementSyntax } wait || loop.Expression is not (MemberAccessExpressionSyntax { Name: IdentifierNameSyntax } or IdentifierNameSyntax) || IsCaught(loop))
        {
            return null;
        }

        var arguments = loop.ArgumentList.Arguments;
        var sources = method.Name == "ForAsync" ? 2 : 1;
        return arguments.All(static argument => argument.NameColon is null) && arguments.Count >= sources + 1 && arguments.Count <= sources + 2
            && arguments[arguments.Count - 1].Expression is ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 2 } lambda
                ? new ComputingLoop(loop, wait, lambda, arguments.Count == sources + 2 ? arguments[sources].Expression : null, method.Name.Substring(0, method.Name.Length - "Async".Length))
                : null;
    }

    public SyntaxNode? Write(FixSite site)
    {
        if (site.Symbols.Parallel is not { } parallel || Lambda(site) is not { } body)
        {
            return null;
        }

        var arguments = loop.ArgumentList.Arguments;
        if (middle is not null && site.Symbols.IsCancellationToken(site.Model.GetTypeInfo(middle, site.CancellationToken).Type))
        {
            var given = arguments[arguments.Count - 2];
            arguments = arguments.Replace(given, given.WithExpression(Options(site, middle).WithTriviaFrom(middle)));
        }

        var last = arguments[arguments.Count - 1];
        arguments = arguments.Replace(last, last.WithExpression(body.WithTriviaFrom(last.Expression)));
        ExpressionSyntax called = loop.Expression is MemberAccessExpressionSyntax access ? access.WithName(SyntaxFactory.IdentifierName(name).WithTriviaFrom(access.Name)) : SyntaxFactory.IdentifierName(name).WithTriviaFrom(loop.Expression);
        var call = KnownCall.To(parallel, loop.WithExpression(called).WithArgumentList(loop.ArgumentList.WithArguments(arguments)).WithoutTrivia());
        return IsTrivial(site) ? PlainLoop(site, body) is { } plain ? Place(site, plain) : null : Place(site, call);
    }

    /// <summary>In place of the wait where the thread may be taken; else in a task that is waited for.</summary>
    private SyntaxNode? Place(FixSite site, SyntaxNode written)
    {
        var statement = (ExpressionStatementSyntax)wait.Parent!;
        if (MayTakeTheThread(site))
        {
            return written is ExpressionSyntax expression
                ? site.Root.ReplaceNode(wait, expression.WithTriviaFrom(wait).WithAdditionalAnnotations(Formatter.Annotation))
                : site.Root.ReplaceNode(statement, written.WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
        }

        // One pool thread more or less is no offload; there a person decides.
        if (site.Symbols.Task is not { } task || site.MemberAround(loop) is not { } member || member.SelfAndNested().Any(part => site.Engine.Vehicles.Around(part, site.CancellationToken).Contains(Vehicle.Request)) || (member.Method is { } handler && site.Engine.Hosts.CallerOf(handler) == Host.Request))
        {
            return null;
        }

        CSharpSyntaxNode body = written is StatementSyntax inside ? SyntaxFactory.Block(inside) : (CSharpSyntaxNode)written;
        var arrow = SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(body is BlockSyntax ? SyntaxFactory.ElasticLineFeed : SyntaxFactory.Space);
        var run = KnownCall.To(task, SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(task), SyntaxFactory.IdentifierName("Run")),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(SyntaxFactory.ParenthesizedLambdaExpression(SyntaxFactory.ParameterList(), body).WithArrowToken(arrow))))));
        return site.Root.ReplaceNode(wait, Awaiting.Await(run, wait.Expression != loop).WithTriviaFrom(wait).WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>One item is over sooner than anybody could be given it: the loops of the language are faster than any that divides.</summary>
    private bool IsTrivial(FixSite site) =>
        site.MemberAround(loop)?.SelfAndNested().SelectMany(static body => body.Calls).FirstOrDefault(call => call.Syntax == loop) is { Delegates: [var work, ..] } && site.Engine.CostOf(work, site.CancellationToken) is { IsTiny: true, Nanoseconds: < Trivial };

    private StatementSyntax? PlainLoop(FixSite site, LambdaExpressionSyntax body)
    {
        if (middle is not (null or IdentifierNameSyntax or BaseObjectCreationExpressionSyntax) || (middle is IdentifierNameSyntax && OuterToken(site) is null) || Rounds(body) is not { } rounds)
        {
            return null;
        }

        if (OuterToken(site) is { } token)
        {
            rounds = rounds.Insert(0, SyntaxFactory.ParseStatement($"{token}.ThrowIfCancellationRequested();").WithTrailingTrivia(SyntaxFactory.ElasticLineFeed));
        }

        var item = ((ParenthesizedLambdaExpressionSyntax)lambda).ParameterList.Parameters[0];
        var given = loop.ArgumentList.Arguments;
        var name = item.Identifier.Text;
        var type = item.Type?.ToString() ?? "var";
        if (this.name == "ForEach")
        {
            return ((ForEachStatementSyntax)SyntaxFactory.ParseStatement($"foreach ({type} {name} in x) {{ }}")).WithExpression(given[0].Expression.WithoutTrivia()).WithStatement(SyntaxFactory.Block(rounds));
        }

        // The bound is asked once, and the variable has the type of both.
        var counter = site.Model.GetTypeInfo(given[0].Expression, site.CancellationToken).Type;
        return ThreadCreation.IsPlain(site, given[1].Expression) && counter is { SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } && counter.IsSameAs(site.Model.GetTypeInfo(given[1].Expression, site.CancellationToken).Type)
            ? ((ForStatementSyntax)SyntaxFactory.ParseStatement($"for ({type} {name} = {given[0].Expression.WithoutTrivia()}; {name} < {given[1].Expression.WithoutTrivia()}; {name}++) {{ }}")).WithStatement(SyntaxFactory.Block(rounds))
            : null;
    }

    /// <summary>What ends the work of an item goes on to the next one; null where another loop would take it for its own.</summary>
    private static SyntaxList<StatementSyntax>? Rounds(LambdaExpressionSyntax body)
    {
        if (body.Body is not BlockSyntax block)
        {
            return body.Body is InvocationExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax
                ? SyntaxFactory.SingletonList<StatementSyntax>(SyntaxFactory.ExpressionStatement((ExpressionSyntax)body.Body.WithoutTrivia()).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed))
                : null;
        }

        var returns = block.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().ToList();
        return returns.Any(back => back.Ancestors().TakeWhile(node => node != block).Any(static node => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax))
            ? null
            : block.ReplaceNodes(returns, static (back, _) => SyntaxFactory.ContinueStatement().WithTriviaFrom(back)).Statements;
    }

    /// <summary>The code around has other waits, so that it stays what it is without this one; and nobody minds that its thread computes.</summary>
    private bool MayTakeTheThread(FixSite site)
    {
        var function = Functions.Around(loop);
        if (site.Engine.Hosts.HasSynchronizationContext || (site.MemberAround(loop)?.SelfAndNested().Any(part => site.Engine.Vehicles.Around(part, site.CancellationToken).Contains(Vehicle.UiThread)) ?? true))
        {
            return false;
        }

        return (function ?? site.Root).DescendantNodes(node => node == function || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(node => node != wait && node is AwaitExpressionSyntax or CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } && node.SpanStart != wait.SpanStart)
            || function is null;
    }

    private static ExpressionSyntax Options(FixSite site, ExpressionSyntax token)
    {
        var type = site.TypeName(site.Symbols.ParallelOptions!);
        var creation = (ObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression($"new X {{ CancellationToken = {token.WithoutTrivia()} }}");
        return creation.WithType(type.WithTrailingTrivia(SyntaxFactory.Space));
    }

    /// <summary>The lambda for one item without the token, which the loop looks after; null where it does something that a synchronous one cannot.</summary>
    private LambdaExpressionSyntax? Lambda(FixSite site)
    {
        var parameters = ((ParenthesizedLambdaExpressionSyntax)lambda).ParameterList.Parameters;
        CSharpSyntaxNode body = lambda.Body;
        if (site.Model.GetDeclaredSymbol(parameters[1], site.CancellationToken) is { } token && MentionsOf(site, token).ToList() is { Count: > 0 } mentions)
        {
            if (OuterToken(site) is not { } outer)
            {
                return null;
            }

            body = body.ReplaceNodes(mentions, (mention, _) => SyntaxFactory.IdentifierName(outer).WithTriviaFrom(mention));
        }

        if (body is BlockSyntax block)
        {
            if (Plain(block) is not { } plain)
            {
                return null;
            }

            body = plain;
        }
        else if (lambda.AsyncKeyword.RawKind == 0 || body is AwaitExpressionSyntax)
        {
            return null;
        }

        var item = parameters[0].WithoutTrivia();
        return item.Type is null && item.Modifiers.Count == 0 && item.AttributeLists.Count == 0
            ? SyntaxFactory.SimpleLambdaExpression(item.WithTrailingTrivia(SyntaxFactory.Space), body).WithArrowToken(lambda.ArrowToken)
            : SyntaxFactory.ParenthesizedLambdaExpression(SyntaxFactory.ParameterList(SyntaxFactory.SingletonSeparatedList(item)).WithTrailingTrivia(SyntaxFactory.Space), body).WithArrowToken(lambda.ArrowToken);
    }

    private IEnumerable<SyntaxNode> MentionsOf(FixSite site, ISymbol token) =>
        lambda.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == token.Name && site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol.IsSameAs(token));

    /// <summary>The name of the token that cancels the loop, which its items are to look at, too.</summary>
    private string? OuterToken(FixSite site) => middle switch
    {
        IdentifierNameSyntax given when site.Symbols.IsCancellationToken(site.Model.GetTypeInfo(given, site.CancellationToken).Type) => given.Identifier.Text,
        BaseObjectCreationExpressionSyntax { Initializer.Expressions: var set } => set.OfType<AssignmentExpressionSyntax>()
            .Where(static assignment => assignment.Left is IdentifierNameSyntax { Identifier.ValueText: "CancellationToken" }).Select(static assignment => assignment.Right).OfType<IdentifierNameSyntax>().FirstOrDefault()?.Identifier.Text,
        _ => null,
    };

    /// <summary>Without awaits of what has completed, and without the task that it gives back.</summary>
    private static BlockSyntax? Plain(BlockSyntax block)
    {
        var own = block.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).ToList();
        var awaits = own.OfType<AwaitExpressionSyntax>().ToList();
        var returns = own.OfType<ReturnStatementSyntax>().ToList();
        if (awaits.Any(static wait => wait.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax } || !IsCompleted(Unconfigured(wait.Expression)))
            || returns.Any(static back => back.Expression is not null && !IsCompleted(back.Expression)) || own.OfType<CommonForEachStatementSyntax>().Any(static each => each.AwaitKeyword.RawKind != 0)
            || own.OfType<UsingStatementSyntax>().Any(static used => used.AwaitKeyword.RawKind != 0) || own.OfType<LocalDeclarationStatementSyntax>().Any(static used => used.AwaitKeyword.RawKind != 0))
        {
            return null;
        }

        // A last statement that only gives back a task is none any more.
        var gone = awaits.Select(static wait => (SyntaxNode)wait.Parent!).Concat(returns.Where(back => back.Parent == block && back == block.Statements.Last())).ToList();
        var shortened = returns.Where(back => back.Expression is not null && !gone.Contains(back)).ToList();
        var tracked = block.TrackNodes(gone.Concat(shortened));
        tracked = tracked.ReplaceNodes(shortened.Select(back => tracked.GetCurrentNode(back)!), static (_, back) => back.WithExpression(null).WithReturnKeyword(back.ReturnKeyword.WithTrailingTrivia()));
        return gone.Count == 0 ? tracked : tracked.RemoveNodes(gone.Select(part => tracked.GetCurrentNode(part)!), SyntaxRemoveOptions.KeepNoTrivia);
    }

    private static ExpressionSyntax Unconfigured(ExpressionSyntax task) =>
        task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: { } inner } } ? inner : task;

    private static bool IsCompleted(ExpressionSyntax task) => task switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression } or DefaultExpressionSyntax => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } => true,
        ObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0, Type: IdentifierNameSyntax { Identifier.ValueText: "ValueTask" } } or ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0 } => true,
        _ => false,
    };

    private static AwaitExpressionSyntax? WaitFor(InvocationExpressionSyntax loop) => loop.Parent switch
    {
        AwaitExpressionSyntax wait => wait,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax wait } } => wait,
        _ => null,
    };

    private static bool IsCaught(SyntaxNode place) => place.Ancestors().TakeWhile(ancestor => ancestor != Functions.Around(place)).OfType<TryStatementSyntax>()
        .Any(attempt => attempt.Catches.Count > 0 && attempt.Block.Contains(place));
}
