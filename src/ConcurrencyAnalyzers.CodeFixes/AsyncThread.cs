using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>
/// A background thread that is started where it is made and never seen again. A task is as good if nothing it throws gets out: what a thread throws ends the
/// process, what such a task throws nobody sees. A thread in the foreground keeps the process alive, which no task does.
/// </summary>
internal sealed class AsyncThread
{
    private readonly LambdaExpressionSyntax work;
    private readonly StatementSyntax start;
    private readonly IReadOnlyList<StatementSyntax> dropped;

    private AsyncThread(LambdaExpressionSyntax work, StatementSyntax start, IReadOnlyList<StatementSyntax> dropped) => (this.work, this.start, this.dropped) = (work, start, dropped);

    public static AsyncThread? Of(FixSite site)
    {
        if (ThreadCreation.Of(site) is not { Work: LambdaExpressionSyntax work } creation || !CatchBlocks.LetNothingOut(work))
        {
            return null;
        }

        var isBackground = creation.Syntax.Initializer?.Expressions.Any(IsBackground) == true;
        switch (creation.Statement)
        {
            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start", Expression: { } started } } } statement:
                while (started is ParenthesizedExpressionSyntax parenthesized)
                {
                    started = parenthesized.Expression;
                }

                return started == creation.Syntax && isBackground ? new AsyncThread(work, statement, []) : null;
            case LocalDeclarationStatementSyntax { Parent: BlockSyntax block, UsingKeyword.RawKind: 0, Declaration.Variables: [{ Initializer.Value: { } value } variable] } declaration when value == creation.Syntax:
                var name = variable.Identifier.ValueText;
                var behind = block.Statements.SkipWhile(statement => statement != declaration).Skip(1).ToList();
                var labels = behind.TakeWhile(statement => ThreadCreation.IsLabel(site, statement, name)).ToList();
                return behind.ElementAtOrDefault(labels.Count) is { } next && ThreadCreation.IsCall(next, name, "Start")
                    && block.DescendantNodes().OfType<IdentifierNameSyntax>().Count(mention => mention.Identifier.ValueText == name) == labels.Count + 1
                    && (isBackground || labels.Any(static label => label is ExpressionStatementSyntax { Expression: { } set } && IsBackground(set)))
                        ? new AsyncThread(work, next, [declaration, .. labels])
                        : null;
            default:
                return null;
        }
    }

    public SyntaxNode? Write(FixSite site)
    {
        if (site.Symbols.Task is not { } task || AwaitedBody.Of(site, work, Awaiting.TokenAt(site, work), Awaiting.Configures(work)) is not { } body)
        {
            return null;
        }

        var run = KnownCall.To(task, SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(task), SyntaxFactory.IdentifierName("Run")),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(AwaitedBody.AsyncLambda(work, body).WithoutTrivia())))));
        var started = Discard.Of(run).WithTriviaFrom(start);
        if (dropped.Count == 0)
        {
            return site.Root.ReplaceNode(start, started);
        }

        var block = (BlockSyntax)start.Parent!;
        var first = dropped[0];
        var statements = block.Statements.Where(statement => !dropped.Contains(statement)).Select(statement => statement == start ? started.WithLeadingTrivia(first.GetLeadingTrivia()) : statement);
        return site.Root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(statements)));
    }

    private static bool IsBackground(ExpressionSyntax set) => set is AssignmentExpressionSyntax
    {
        Left: IdentifierNameSyntax { Identifier.ValueText: "IsBackground" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsBackground" },
        Right.RawKind: (int)SyntaxKind.TrueLiteralExpression,
    };
}
