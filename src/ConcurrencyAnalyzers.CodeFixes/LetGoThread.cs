using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>A background thread that is started where it is made and never seen again. One in the foreground keeps the process alive, which nothing else does.</summary>
internal sealed class LetGoThread
{
    private readonly ThreadCreation creation;
    private readonly StatementSyntax start;
    private readonly IReadOnlyList<StatementSyntax> dropped;

    private LetGoThread(ThreadCreation creation, StatementSyntax start, IReadOnlyList<StatementSyntax> dropped) => (this.creation, this.start, this.dropped) = (creation, start, dropped);

    public static LetGoThread? Of(FixSite site, ThreadCreation creation)
    {
        var isBackground = creation.Syntax.Initializer?.Expressions.Any(IsBackground) == true;
        switch (creation.Statement)
        {
            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start", Expression: { } started } } } statement:
                while (started is ParenthesizedExpressionSyntax parenthesized)
                {
                    started = parenthesized.Expression;
                }

                return started == creation.Syntax && isBackground ? new LetGoThread(creation, statement, []) : null;
            case LocalDeclarationStatementSyntax { Parent: BlockSyntax block, UsingKeyword.RawKind: 0, Declaration.Variables: [{ Initializer.Value: { } value } variable] } declaration when value == creation.Syntax:
                var name = variable.Identifier.ValueText;
                var behind = block.Statements.SkipWhile(statement => statement != declaration).Skip(1).ToList();
                var labels = behind.TakeWhile(statement => ThreadCreation.IsLabel(site, statement, name)).ToList();
                return behind.ElementAtOrDefault(labels.Count) is { } next && ThreadCreation.IsCall(next, name, "Start")
                    && block.DescendantNodes().OfType<IdentifierNameSyntax>().Count(mention => mention.Identifier.ValueText == name) == labels.Count + 1
                    && (isBackground || labels.Any(static label => label is ExpressionStatementSyntax { Expression: { } set } && IsBackground(set)))
                        ? new LetGoThread(creation, next, [declaration, .. labels])
                        : null;
            default:
                return null;
        }
    }

    /// <summary>A work item, which runs in the background, too, and whose failure ends the process as the thread's does.</summary>
    public SyntaxNode? AsWorkItem(FixSite site)
    {
        if (site.Symbols.Find("System.Threading.ThreadPool") is not { } pool)
        {
            return null;
        }

        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(creation.Work.DescendantTokens().Any(static token => token.ValueText == "_") ? "state" : "_")).WithTrailingTrivia(SyntaxFactory.Space);
        CSharpSyntaxNode? body = creation.Work switch
        {
            LambdaExpressionSyntax lambda => lambda.Body,

            // The receiver of a method is read where the thread is made.
            IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } => SyntaxFactory.InvocationExpression(creation.Work.WithoutTrivia()),
            _ => null,
        };
        if (body is null)
        {
            return null;
        }

        var arrow = SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken).WithTriviaFrom((creation.Work as LambdaExpressionSyntax)?.ArrowToken ?? SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken).WithTrailingTrivia(SyntaxFactory.Space));
        var lambdaOfItem = SyntaxFactory.SimpleLambdaExpression(parameter, body).WithArrowToken(arrow);
        return Replace(site, SyntaxFactory.ExpressionStatement(KnownCall.To(pool, SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(pool), SyntaxFactory.IdentifierName("QueueUserWorkItem")),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(lambdaOfItem.WithoutTrivia())))))));
    }

    /// <summary>The document with another start in place of this one.</summary>
    public SyntaxNode Replace(FixSite site, StatementSyntax other)
    {
        var started = other.WithTriviaFrom(start);
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
