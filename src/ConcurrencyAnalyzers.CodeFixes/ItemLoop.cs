using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>
/// A task for each item, put together as one loop over the items: in one task, where the tasks were awaited, and without any where a thread was blocked for them.
/// Results come in the order of the items as before; the first exception is what the wait throws, and what comes after it is not begun.
/// </summary>
internal sealed class ItemLoop
{
    private readonly ItemTasks tasks;
    private readonly ExpressionSyntax work;
    private readonly InvocationExpressionSyntax join;

    private ItemLoop(ItemTasks tasks, ExpressionSyntax work, InvocationExpressionSyntax join) => (this.tasks, this.work, this.join) = (tasks, work, join);

    /// <summary>One item is over sooner than a task is made for it.</summary>
    public bool IsTiny { get; private init; }

    private bool Blocks => tasks.Join.TargetMethod.Name == "WaitAll";

    /// <summary>What the tasks give is wanted.</summary>
    private bool GivesResults => tasks.Join.TargetMethod.IsGenericMethod && tasks.Join.Awaited()?.Parent is not IExpressionStatementOperation;

    /// <summary>Null where the marked call does not start one of such tasks, or more is done with them than to wait for them.</summary>
    public static ItemLoop? Of(FixSite site)
    {
        if (site.Invocation is not { } start || site.Model.GetOperation(start, site.CancellationToken) is not { } operation
            || start.Ancestors().FirstOrDefault(static node => node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax) is not { } around)
        {
            return null;
        }

        var member = MemberOperations.Around(operation);
        var found = around.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(static call => Places.NameOf(call) is SimpleNameSyntax { Identifier.ValueText: "WhenAll" or "WaitAll" })
            .Select(call => ItemTasks.Of(call, member, site.Symbols)).FirstOrDefault(tasks => tasks?.Start.Syntax == start);
        if (found is not { Join.Syntax: InvocationExpressionSyntax join } || WorkOf(site, operation) is not { } work || !IsWaitedFor(found.Join) || Functions.CatchesAggregate(site, join)
            || (found.Tasks is { } local && member.MentionsOf(local).Count() != (found.Loop is null ? 1 : 2)))
        {
            return null;
        }

        var given = site.MemberAround(start)?.SelfAndNested().SelectMany(static body => body.Calls).FirstOrDefault(call => call.Syntax == start) is { Delegates: [var argument, ..] } ? argument : default;
        return new ItemLoop(found, work, join) { IsTiny = given.Syntax is not null && site.Engine.CostOf(given, site.CancellationToken).IsTiny };
    }

    public SyntaxNode? Write(FixSite site) => (Blocks, GivesResults) switch
    {
        (true, _) => InPlace(site, LoopOver(site)),
        (_, true) => Values(site) is { } values ? InTask(site, values) : null,
        _ => LoopOver(site) is { } loop ? InTask(site, SyntaxFactory.Block(loop)) : null,
    };

    /// <summary>The delegate, where the start is given nothing else that counts.</summary>
    private static ExpressionSyntax? WorkOf(FixSite site, IOperation start)
    {
        if (start is not IInvocationOperation { Arguments: [{ Syntax: ArgumentSyntax { Expression: { } first } }, ..] } call)
        {
            return null;
        }

        var isPlain = call.TargetMethod.Name == "Run"
            ? call.Arguments.Length == 1
            : TaskStart.Of(start, site.Symbols, null) is { Token: null } made && made.FitsPool(TaskStart.LongRunning | TaskStart.AsOnPool, site.Symbols);
        return isPlain && first is ParenthesizedLambdaExpressionSyntax { AsyncKeyword.RawKind: 0, ParameterList.Parameters.Count: 0 } or IdentifierNameSyntax or MemberAccessExpressionSyntax ? first : null;
    }

    private static bool IsWaitedFor(IInvocationOperation join) => join.Awaited() is not null || join.Parent is IExpressionStatementOperation || join.Parent is IReturnOperation;

    /// <summary>What is done for one item: an expression, or statements.</summary>
    private CSharpSyntaxNode Body => work is LambdaExpressionSyntax lambda ? lambda.Body : SyntaxFactory.InvocationExpression(work.WithoutTrivia());

    /// <summary><c>items.Select(item => …).ToArray()</c>.</summary>
    private ExpressionSyntax? Values(FixSite site)
    {
        if (site.Symbols.Enumerable is not { } enumerable || !MayMove(site, tasks.Items))
        {
            return null;
        }

        InvocationExpressionSyntax? query = null;
        if (tasks.Query is { Syntax: InvocationExpressionSyntax { ArgumentList.Arguments: [.., { Expression: LambdaExpressionSyntax selector } argument] } written })
        {
            query = written.ReplaceNode(argument, argument.WithExpression(Lambda(selector)));
        }
        else if (tasks.Loop?.Syntax is ForEachStatementSyntax each && OnlyAdds(each.Statement) && site.Model.GetForEachStatementInfo(each).ElementConversion.IsIdentity)
        {
            var item = SyntaxFactory.SimpleLambdaExpression(SyntaxFactory.Parameter(each.Identifier.WithoutTrivia()).WithTrailingTrivia(SyntaxFactory.Space), Body.WithoutTrivia()).WithArrowToken(Arrow);
            query = SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, Awaiting.Operand(each.Expression), SyntaxFactory.IdentifierName("Select")),
                SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(item))));
        }

        return query is null ? null : KnownCall.To(enumerable, SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, KnownCall.To(enumerable, query.WithoutTrivia()), SyntaxFactory.IdentifierName("ToArray"))));
    }

    private LambdaExpressionSyntax Lambda(LambdaExpressionSyntax selector)
    {
        var bare = selector switch
        {
            SimpleLambdaExpressionSyntax simple => simple.WithAsyncKeyword(default).WithBody(Body.WithoutTrivia()),
            ParenthesizedLambdaExpressionSyntax several => (LambdaExpressionSyntax)several.WithAsyncKeyword(default).WithBody(Body.WithoutTrivia()),
            var other => other,
        };
        return bare.WithTriviaFrom(selector);
    }

    /// <summary>The loop that is there, or one over the items of the query, with the work in it.</summary>
    private StatementSyntax? LoopOver(FixSite site)
    {
        if (Statements() is not { } statements)
        {
            return null;
        }

        switch (tasks)
        {
            case { Loop.Syntax: StatementSyntax { ContainsDirectives: false } loop } when BodyOf(loop) is { } body && KeepingOf(body) is { } keeping && (Blocks || MayMove(site, tasks.Items)):
                var rest = body is BlockSyntax block ? block.Statements : [body];
                if (rest.Any(statement => statement != keeping && !IsPlainLocal(site, statement)) || MentionsTasks(loop, keeping))
                {
                    return null;
                }

                var written = SyntaxFactory.Block(rest.SelectMany(statement => statement == keeping ? statements : [statement.WithTrailingTrivia(EndOfLine(site))]));
                return WithBody(loop, written).WithAdditionalAnnotations(Formatter.Annotation);
            case { Query.Syntax: InvocationExpressionSyntax { ArgumentList.Arguments: [.., { Expression: LambdaExpressionSyntax selector }] }, Items.Syntax: ExpressionSyntax items }
                when ItemOf(selector) is { } item && (Blocks || MayMove(site, tasks.Items)):
                return SyntaxFactory.ForEachStatement(SyntaxFactory.IdentifierName("var").WithTrailingTrivia(SyntaxFactory.Space), item.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space), items.WithoutTrivia(), SyntaxFactory.Block(statements))
                    .WithInKeyword(SyntaxFactory.Token(SyntaxKind.InKeyword).WithTrailingTrivia(SyntaxFactory.Space)).WithAdditionalAnnotations(Formatter.Annotation);
            default:
                return null;
        }
    }

    /// <summary>Null where the work returns in the middle, or is a value that nobody wants.</summary>
    private IReadOnlyList<StatementSyntax>? Statements() => Body switch
    {
        BlockSyntax block when !block.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node is ReturnStatementSyntax) => block.Statements,
        InvocationExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } =>
            [SyntaxFactory.ExpressionStatement((ExpressionSyntax)Body.WithoutTrivia()).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)],
        _ => null,
    };

    /// <summary>In place of the wait, where a thread was blocked anyway.</summary>
    private SyntaxNode? InPlace(FixSite site, StatementSyntax? loop)
    {
        if (loop is null || join.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax } statement || Gone(statement) is not { } gone)
        {
            return null;
        }

        return Replace(site, gone, statement, loop.WithTriviaFrom(gone.Count > 0 ? gone[0] : statement).WithTrailingTrivia(statement.GetTrailingTrivia()));
    }

    /// <summary>In one task, in place of the one that waits for all.</summary>
    private SyntaxNode? InTask(FixSite site, CSharpSyntaxNode body)
    {
        if (site.Symbols.Task is not { } task)
        {
            return null;
        }

        var lambda = SyntaxFactory.ParenthesizedLambdaExpression(SyntaxFactory.ParameterList(), body).WithArrowToken(SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken)
            .WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(body is BlockSyntax ? SyntaxFactory.TriviaList(EndOfLine(site)) : SyntaxFactory.TriviaList(SyntaxFactory.Space)));
        var run = KnownCall.To(task, SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, Receiver(site, task), SyntaxFactory.IdentifierName("Run")),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(lambda)))));
        var written = run.WithTriviaFrom(join).WithAdditionalAnnotations(Formatter.Annotation);
        if (tasks.Tasks is null)
        {
            return site.Root.ReplaceNode(join, written);
        }

        return join.FirstAncestorOrSelf<StatementSyntax>() is { } statement && Gone(statement) is { } gone
            ? Replace(site, gone, statement, statement.ReplaceNode(join, written).WithLeadingTrivia(gone[0].GetLeadingTrivia()).WithAdditionalAnnotations(Formatter.Annotation))
            : null;
    }

    private static SyntaxNode Replace(FixSite site, IReadOnlyList<StatementSyntax> gone, StatementSyntax statement, StatementSyntax written)
    {
        if (gone.Count == 0)
        {
            return site.Root.ReplaceNode(statement, written);
        }

        var block = (BlockSyntax)statement.Parent!;
        return site.Root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(block.Statements.Where(other => !gone.Contains(other)).Select(other => other == statement ? written : other))));
    }

    /// <summary>The declaration of the tasks, and the loop that makes them, right in front of the wait: what stood between them ran beside the tasks.</summary>
    private List<StatementSyntax>? Gone(StatementSyntax waiting)
    {
        if (tasks.Tasks is not { } local)
        {
            return [];
        }

        if (waiting.Parent is not BlockSyntax block)
        {
            return null;
        }

        var before = block.Statements.TakeWhile(statement => statement != waiting).Reverse().ToList();
        List<StatementSyntax> gone = [];
        if (tasks.Loop is { Syntax: StatementSyntax loop })
        {
            if (before.FirstOrDefault() != loop)
            {
                return null;
            }

            gone.Add(loop);
            before.RemoveAt(0);
        }

        if (before.FirstOrDefault() is not LocalDeclarationStatementSyntax { ContainsDirectives: false, Declaration.Variables: [var variable] } declaration || variable.Identifier.ValueText != local.Name)
        {
            return null;
        }

        gone.Insert(0, declaration);
        return gone;
    }

    /// <summary>The items may be read in a task: they are there already, or no thread is better than another.</summary>
    private static bool MayMove(FixSite site, IOperation? items)
    {
        if (items is null)
        {
            return true;
        }

        var sequence = items.Unwrapped();
        return IsAtHand(site, sequence) && (!site.Engine.Hosts.HasSynchronizationContext || sequence.Type is IArrayTypeSymbol || sequence.Type?.AllInterfaces.Any(static contract => contract.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IReadOnlyCollection_T) == true);
    }

    private static bool IsAtHand(FixSite site, IOperation sequence) => sequence.Unwrapped() switch
    {
        IInvocationOperation call when call.IsLinq() => call.Arguments.All(argument => argument.Value.Unwrapped() is IDelegateCreationOperation || IsAtHand(site, argument.Value)),
        var other => ThreadCreation.IsPlain(site, other.Syntax),
    };

    private bool MentionsTasks(StatementSyntax loop, StatementSyntax keeping) =>
        loop.DescendantNodes(node => node != keeping).OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == tasks.Tasks!.Name);

    private bool OnlyAdds(StatementSyntax body) => (body is BlockSyntax { Statements: [var only] } ? only : body) is ExpressionStatementSyntax keeping && keeping.Span.Contains(tasks.Start.Syntax.Span);

    private StatementSyntax? KeepingOf(StatementSyntax body) =>
        (body is BlockSyntax block ? block.Statements : [body]).FirstOrDefault(statement => statement is ExpressionStatementSyntax && statement.Span.Contains(tasks.Start.Syntax.Span));

    private static bool IsPlainLocal(FixSite site, StatementSyntax statement) =>
        statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration: { Type: not RefTypeSyntax } variables }
        && variables.Variables.All(variable => variable.Initializer is not { } initializer || ThreadCreation.IsPlain(site, initializer.Value));

    private static StatementSyntax? BodyOf(StatementSyntax loop) => loop switch
    {
        ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } each => each.Statement,
        ForStatementSyntax counted => counted.Statement,
        _ => null,
    };

    private static StatementSyntax WithBody(StatementSyntax loop, StatementSyntax body) => loop switch
    {
        ForEachStatementSyntax each => each.WithStatement(body),
        ForStatementSyntax counted => counted.WithStatement(body),
        var other => other,
    };

    private static SyntaxToken? ItemOf(LambdaExpressionSyntax selector) => selector switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var only] } => only.Identifier,
        _ => null,
    };

    // As it is written already, where it is.
    private ExpressionSyntax Receiver(FixSite site, INamedTypeSymbol task) => join.Expression is MemberAccessExpressionSyntax { Expression: { } named } ? named.WithoutTrivia() : site.Receiver(task);

    private static SyntaxToken Arrow => SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken).WithTrailingTrivia(SyntaxFactory.Space);

    private static SyntaxTrivia EndOfLine(FixSite site) =>
        site.Root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end ? end : SyntaxFactory.ElasticLineFeed;
}
