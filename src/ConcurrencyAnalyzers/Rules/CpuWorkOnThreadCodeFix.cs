using System.Collections.Generic;
using System.Composition;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Replaces threads that a loop makes and another one joins by one parallel loop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CpuWorkOnThreadCodeFix)), Shared]
public sealed class CpuWorkOnThreadCodeFix() : ConcurrencyCodeFix(CpuWorkOnThreadAnalyzer.Id, "Use a parallel loop")
{
    private protected override SyntaxNode? Rewrite(FixSite site) =>
        ForkJoin.Of(site) is { } construct && site.Symbols.Parallel is { } parallel ? construct.Write(site, parallel) : null;

    /// <summary>
    /// The construct as people write it: a collection of threads, a loop that makes, starts and keeps one for each item, a loop that joins them.
    /// Every mention of the collection and of the thread has to be one of these, or the construct does more than it seems.
    /// </summary>
    private sealed class ForkJoin(StatementSyntax declaration, StatementSyntax forking, StatementSyntax joining, LambdaExpressionSyntax work, List<StatementSyntax> kept)
    {
        public static ForkJoin? Of(FixSite site)
        {
            var creation = site.Node.Ancestors().OfType<BaseObjectCreationExpressionSyntax>().FirstOrDefault();
            var forking = creation?.Ancestors().TakeWhile(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
                .OfType<StatementSyntax>().FirstOrDefault(static statement => statement is ForEachStatementSyntax or ForStatementSyntax);
            if (creation is not { ArgumentList.Arguments: [{ Expression: LambdaExpressionSyntax work }] } || !IsParameterless(work)
                || forking is null || Body(forking) is not { } body || forking.Parent is not BlockSyntax block)
            {
                return null;
            }

            // One thread, by name or at once in its slot.
            var made = creation.Ancestors().OfType<StatementSyntax>().First();
            if (made.Parent != body || ThreadOf(made, creation, out var slot) is not { } thread)
            {
                return null;
            }

            var kept = new List<StatementSyntax>();
            string? collection = slot;
            foreach (var statement in body.Statements)
            {
                if (statement == made || IsStart(statement, thread))
                {
                    continue;
                }

                if (KeptIn(statement, thread) is { } target)
                {
                    collection ??= target;
                    if (collection != target)
                    {
                        return null;
                    }

                    continue;
                }

                if (IsBackground(statement, thread))
                {
                    continue;
                }

                kept.Add(statement);
            }

            if (collection is null || kept.Any(statement => statement is not LocalDeclarationStatementSyntax || Mentions(statement, thread) || Mentions(statement, collection))
                || !body.Statements.Any(statement => IsStart(statement, thread)))
            {
                return null;
            }

            var declaration = block.Statements.TakeWhile(statement => statement != forking).OfType<LocalDeclarationStatementSyntax>()
                .FirstOrDefault(local => local.Declaration.Variables is [var variable] && variable.Identifier.ValueText == collection);
            var joining = block.Statements.SkipWhile(statement => statement != forking).Skip(1).FirstOrDefault(statement => IsJoin(statement, collection));
            if (declaration is null || joining is null)
            {
                return null;
            }

            // Statements between fork and join run beside the threads; behind a parallel loop they would run after.
            var between = block.Statements.SkipWhile(statement => statement != forking).Skip(1).TakeWhile(statement => statement != joining);
            var mentions = block.DescendantNodes().OfType<IdentifierNameSyntax>().Count(name => name.Identifier.ValueText == collection);
            var inside = Count(forking, collection) + Count(joining, collection);
            return between.Any() || mentions != inside || Jumps(forking) ? null : new ForkJoin(declaration, forking, joining, work, kept);
        }

        public SyntaxNode? Write(FixSite site, INamedTypeSymbol parallel)
        {
            var name = site.TypeName(parallel);
            ExpressionSyntax[]? range = forking switch
            {
                ForEachStatementSyntax each => [each.Expression],
                ForStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } from }] } counted when UpperBound(counted) is { } to => [from, to],
                _ => null,
            };
            var variable = forking switch
            {
                ForEachStatementSyntax each => each.Identifier.ValueText,
                ForStatementSyntax { Declaration.Variables: [var only] } => only.Identifier.ValueText,
                _ => null,
            };
            if (range is null || variable is null)
            {
                return null;
            }

            var body = BodyOf(site);
            var lambda = SyntaxFactory.SimpleLambdaExpression(
                SyntaxFactory.Parameter(SyntaxFactory.Identifier(variable)).WithTrailingTrivia(SyntaxFactory.Space),
                body).WithArrowToken(SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken).WithTrailingTrivia(SyntaxFactory.Space));
            ExpressionSyntax[] arguments = [.. range.Select(static expression => expression.WithoutTrivia()), lambda];
            var call = SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, name, SyntaxFactory.IdentifierName(range.Length == 1 ? "ForEach" : "For")),
                SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(
                    arguments.Select(SyntaxFactory.Argument),
                    Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), arguments.Length - 1))));
            var statement = SyntaxFactory.ExpressionStatement(call)
                .WithLeadingTrivia(declaration.GetLeadingTrivia())
                .WithTrailingTrivia(joining.GetTrailingTrivia());

            var block = (BlockSyntax)forking.Parent!;
            var statements = block.Statements.Where(s => s != declaration && s != joining).Select(s => s == forking ? statement : s);
            return site.Root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(statements)));
        }

        private CSharpSyntaxNode BodyOf(FixSite site)
        {
            if (kept.Count == 0)
            {
                return Reindented(work.Body, work, forking);
            }

            var statements = kept.Concat(work.Body is BlockSyntax block ? block.Statements : [SyntaxFactory.ExpressionStatement((ExpressionSyntax)work.Body.WithoutTrivia())]);
            return SyntaxFactory.Block(statements.Select(static statement => statement.WithoutLeadingTrivia().WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)))
                .WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation);
        }

        private static CSharpSyntaxNode Reindented(CSharpSyntaxNode body, SyntaxNode from, SyntaxNode to) =>
            from == to ? body : body.WithoutTrivia().WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation);

        private static bool IsParameterless(LambdaExpressionSyntax lambda) =>
            lambda is ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 0, AsyncKeyword.RawKind: 0 };

        private static BlockSyntax? Body(StatementSyntax loop) => loop switch
        {
            ForEachStatementSyntax each => each.Statement as BlockSyntax,
            ForStatementSyntax counted => counted.Statement as BlockSyntax,
            _ => null,
        };

        private static string? ThreadOf(StatementSyntax made, ExpressionSyntax creation, out string? slot)
        {
            slot = null;
            switch (made)
            {
                case LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer: { } initializer } variable] } when initializer.Value == creation:
                    return variable.Identifier.ValueText;
                case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax array } element } assignment } when assignment.Right == creation:
                    slot = array.Identifier.ValueText;
                    return element.ToString();
                default:
                    return null;
            }
        }

        private static bool IsStart(StatementSyntax statement, string thread) =>
            statement is ExpressionStatementSyntax
            {
                Expression: InvocationExpressionSyntax
                {
                    ArgumentList.Arguments.Count: 0,
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start", Expression: { } receiver },
                },
            } && receiver.ToString() == thread;

        private static bool IsBackground(StatementSyntax statement, string thread) =>
            statement is ExpressionStatementSyntax
            {
                Expression: AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsBackground" or "Name", Expression: { } receiver } },
            } && receiver.ToString() == thread;

        private static string? KeptIn(StatementSyntax statement, string thread) => statement switch
        {
            ExpressionStatementSyntax
            {
                Expression: InvocationExpressionSyntax
                {
                    ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax added }],
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add", Expression: IdentifierNameSyntax list },
                },
            } when added.Identifier.ValueText == thread => list.Identifier.ValueText,
            ExpressionStatementSyntax
            {
                Expression: AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax array }, Right: IdentifierNameSyntax stored },
            } when stored.Identifier.ValueText == thread => array.Identifier.ValueText,
            _ => null,
        };

        private static bool IsJoin(StatementSyntax statement, string collection)
        {
            switch (statement)
            {
                case ForEachStatementSyntax { Expression: IdentifierNameSyntax joined } each when joined.Identifier.ValueText == collection:
                    return OnlyStatement(each.Statement) is ExpressionStatementSyntax
                    {
                        Expression: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Join", Expression: IdentifierNameSyntax one } },
                    } && one.Identifier.ValueText == each.Identifier.ValueText;
                case ExpressionStatementSyntax
                {
                    Expression: InvocationExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ForEach", Expression: IdentifierNameSyntax list },
                        ArgumentList.Arguments: [{ Expression: SimpleLambdaExpressionSyntax { Body: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Join" } } } }],
                    },
                }:
                    return list.Identifier.ValueText == collection;
                case ForStatementSyntax counted:
                    return OnlyStatement(counted.Statement) is ExpressionStatementSyntax
                    {
                        Expression: InvocationExpressionSyntax
                        {
                            ArgumentList.Arguments.Count: 0,
                            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Join", Expression: ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax array } },
                        },
                    } && array.Identifier.ValueText == collection;
                default:
                    return false;
            }
        }

        private static StatementSyntax? OnlyStatement(StatementSyntax statement) =>
            statement is BlockSyntax block ? block.Statements is [var only] ? only : null : statement;

        private static ExpressionSyntax? UpperBound(ForStatementSyntax loop) =>
            loop is
            {
                Declaration.Variables: [var variable],
                Condition: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Left: IdentifierNameSyntax tested, Right: { } bound },
                Incrementors: [PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression } or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression }],
            } && tested.Identifier.ValueText == variable.Identifier.ValueText
                ? bound
                : null;

        private static bool Jumps(StatementSyntax loop) =>
            loop.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax).Any(static node => node is BreakStatementSyntax or ContinueStatementSyntax or ReturnStatementSyntax or YieldStatementSyntax or AwaitExpressionSyntax);

        private static bool Mentions(SyntaxNode node, string name) => Count(node, name) > 0;

        private static int Count(SyntaxNode node, string name) => node.DescendantNodes().OfType<IdentifierNameSyntax>().Count(identifier => identifier.Identifier.ValueText == name);
    }
}
