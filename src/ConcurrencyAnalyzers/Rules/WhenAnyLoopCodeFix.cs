using System.Composition;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Takes the tasks from <c>Task.WhenEach</c>. They stay in their collection only where somebody still looks at it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WhenAnyLoopCodeFix)), Shared]
public sealed class WhenAnyLoopCodeFix() : ConcurrencyCodeFix(WhenAnyLoopAnalyzer.Id, "Use 'Task.WhenEach'")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Invocation is not { } call || site.Symbols.Task is not { } task || task.GetMembers("WhenEach").IsEmpty
            || site.Model.GetOperation(call, site.CancellationToken) is not IInvocationOperation race || CompletionLoop.Of(call, MemberOperations.Around(race)) is not { IsUntilEmpty: true } loop
            || loop.Loop.Syntax is not WhileStatementSyntax { Statement: BlockSyntax body } old || race.Awaited()?.Syntax is not AwaitExpressionSyntax wait || First(body) is not { } first
            || !first.Contains(wait) || loop.Removal.Syntax is not StatementSyntax removal || (loop.Copies && loop.IsLookedAt))
        {
            return null;
        }

        var (type, name) = first switch
        {
            LocalDeclarationStatementSyntax { Declaration: { Type: { } declared, Variables: [{ Initializer: { } given } variable] } } when given.Value == wait => (declared.WithoutTrivia(), variable.Identifier.ValueText),
            ExpressionStatementSyntax when first == removal => (SyntaxFactory.IdentifierName("var"), FreeName(site, old)),
            _ => (null, ""),
        };
        if (type is null || Without(body, first, removal, loop, wait, name) is not { Statements.Count: > 0 } rest || Awaiting.WithName(call, "WhenEach") is not { } each)
        {
            return null;
        }

        var sequence = wait.Expression.ReplaceNode(call, KnownCall.To(task, each)).WithoutTrivia();
        var loopEach = SyntaxFactory.ForEachStatement(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.ForEachKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            old.OpenParenToken.WithTrailingTrivia(),
            type.WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Identifier(name).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.InKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            sequence,
            old.CloseParenToken,
            rest);
        return site.Root.ReplaceNode(old, loopEach.WithLeadingTrivia(old.GetLeadingTrivia()).WithTrailingTrivia(old.GetTrailingTrivia()));
    }

    /// <summary>The statement that a round begins with; a try around it does not count, since to wait for any task does not fail.</summary>
    private static StatementSyntax? First(BlockSyntax body) => body.Statements.FirstOrDefault() is TryStatementSyntax { Block: var guarded } ? First(guarded) : body.Statements.FirstOrDefault();

    private static BlockSyntax? Without(BlockSyntax body, StatementSyntax first, StatementSyntax removal, CompletionLoop loop, AwaitExpressionSyntax wait, string name)
    {
        body = body.TrackNodes(first, removal, wait);
        if (loop.IsLookedAt && first == removal)
        {
            return body.ReplaceNode(body.GetCurrentNode(wait)!, SyntaxFactory.IdentifierName(name).WithTriviaFrom(wait));
        }

        foreach (var statement in loop.IsLookedAt ? [first] : new[] { first, removal }.Distinct())
        {
            if (body.GetCurrentNode(statement) is not { Parent: BlockSyntax block } gone)
            {
                return null;
            }

            body = body.ReplaceNode(block, Without(block, gone));
        }

        return body;
    }

    /// <summary>What is said of the statement is said of the next one; a line that set it apart goes with it.</summary>
    private static BlockSyntax Without(BlockSyntax block, StatementSyntax gone)
    {
        var place = block.Statements.IndexOf(gone);
        var statements = block.Statements.RemoveAt(place);
        if (place < statements.Count)
        {
            var next = statements[place];
            var above = place == 0 ? SyntaxFactory.TriviaList(next.GetLeadingTrivia().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))) : next.GetLeadingTrivia();
            var said = gone.GetLeadingTrivia();
            statements = statements.Replace(next, next.WithLeadingTrivia(said.Any(ThreadCreation.IsComment) ? [.. said.Take(said.Count - 1), .. above] : above));
        }

        return block.WithStatements(statements);
    }

    private static string FreeName(FixSite site, SyntaxNode loop)
    {
        var names = new[] { "done", "completed", "finished" };
        return names.FirstOrDefault(name => site.Model.LookupSymbols(loop.SpanStart, name: name).IsEmpty && !loop.DescendantTokens().Any(token => token.ValueText == name)) ?? "completedTask";
    }
}
