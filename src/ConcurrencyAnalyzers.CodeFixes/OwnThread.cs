using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>
/// A thread in a local that is started once and joined once, in the same block. Every mention of it has to be one of these: a thread that nobody
/// joins keeps the process alive and ends it when it fails, a task does neither.
/// </summary>
internal sealed class OwnThread(ThreadCreation creation, string name, LocalDeclarationStatementSyntax declaration, StatementSyntax start, StatementSyntax join, List<StatementSyntax> labels)
{
    public static OwnThread? Of(FixSite site, ThreadCreation creation)
    {
        if (creation.Statement is not LocalDeclarationStatementSyntax { Declaration: { Variables: [{ Initializer.Value: { } value } variable], Type: IdentifierNameSyntax or QualifiedNameSyntax } } declaration
            || value != creation.Syntax || declaration.Parent is not BlockSyntax block)
        {
            return null;
        }

        var name = variable.Identifier.ValueText;
        var behind = block.Statements.SkipWhile(statement => statement != declaration).Skip(1).ToList();
        var labels = behind.Where(statement => ThreadCreation.IsLabel(site, statement, name)).ToList();
        var start = behind.FindIndex(statement => ThreadCreation.IsCall(statement, name, "Start"));
        var join = behind.FindIndex(statement => ThreadCreation.IsCall(statement, name, "Join"));
        var mentions = block.DescendantNodes().OfType<IdentifierNameSyntax>().Count(mention => mention.Identifier.ValueText == name);
        if (start < 0 || join < start || mentions != labels.Count + 2 || labels.Any(label => behind.IndexOf(label) > start)
            || behind.Take(join + 1).Any(static statement => statement.ContainsDirectives) || declaration.ContainsDirectives)
        {
            return null;
        }

        // The receiver of a method is read where the thread is made.
        var isMoved = behind.Take(start).Except(labels).Any();
        if (isMoved && creation.Work is MemberAccessExpressionSyntax { Expression: not (ThisExpressionSyntax or BaseExpressionSyntax) } group
            && site.Model.GetSymbolInfo(group, site.CancellationToken).Symbol is not { IsStatic: true })
        {
            return null;
        }

        return ReachesJoin(site, behind.GetRange(start, join - start)) ? new OwnThread(creation, name, declaration, behind[start], behind[join], labels) : null;
    }

    public SyntaxNode? Write(FixSite site)
    {
        if (site.Symbols.Task is not { } task || Waiting(site) is not { } waiting)
        {
            return null;
        }

        var block = (BlockSyntax)declaration.Parent!;
        var statements = block.Statements.ToList();
        var isMoved = statements.SkipWhile(statement => statement != declaration).Skip(1).TakeWhile(statement => statement != start).Except(labels).Any();
        var type = declaration.Declaration.Type.IsVar
            ? declaration.Declaration.Type
            : site.TypeName(task).WithTriviaFrom(declaration.Declaration.Type);
        var run = KnownCall.To(task, SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(task), SyntaxFactory.IdentifierName("Run")),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(creation.Work.WithoutTrivia())))));
        var variable = declaration.Declaration.Variables[0];
        var started = declaration
            .WithDeclaration(declaration.Declaration.WithType(type).WithVariables(SyntaxFactory.SingletonSeparatedList(variable.WithInitializer(variable.Initializer!.WithValue(run.WithTriviaFrom(creation.Syntax))))))
            .WithTrailingTrivia(start.GetTrailingTrivia());

        List<SyntaxTrivia> comments = [.. creation.CommentsOf([declaration, .. labels, start]).Except(start.GetTrailingTrivia())];
        started = started.WithLeadingTrivia(Leading(isMoved ? start : declaration, comments));
        statements[statements.IndexOf(start)] = started;
        statements[statements.IndexOf(join)] = waiting.WithTriviaFrom(join);
        statements.RemoveAll(statement => statement == declaration || labels.Contains(statement));
        return site.Root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(statements)));
    }

    // Blank lines in front stay as they were; comments come in the order in which they stood.
    private SyntaxTriviaList Leading(StatementSyntax place, List<SyntaxTrivia> comments)
    {
        var leading = place.GetLeadingTrivia();
        var indent = leading.LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var blank = leading.TakeWhile(static trivia => !ThreadCreation.IsComment(trivia)).Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return [.. blank, .. comments.SelectMany(comment => new[] { indent, comment, creation.EndOfLine }), indent];
    }

    private ExpressionStatementSyntax? Waiting(FixSite site)
    {
        var task = SyntaxFactory.IdentifierName(name);
        if (!Functions.IsAsync(Functions.Around(join), join))
        {
            return SyntaxFactory.ExpressionStatement(SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, task, SyntaxFactory.IdentifierName("Wait"))));
        }

        if (!Functions.MayAwaitAt(site, join))
        {
            return null;
        }

        return SyntaxFactory.ExpressionStatement(Awaiting.Await(task, Awaiting.Configures(join)));
    }

    // Past the join, nobody would see what the task throws.
    private static bool ReachesJoin(FixSite site, List<StatementSyntax> between) =>
        site.Model.AnalyzeControlFlow(between[0], between[between.Count - 1]) is { Succeeded: true, ExitPoints.IsEmpty: true, ReturnStatements.IsEmpty: true, EndPointIsReachable: true }
        && !between.Any(static statement => statement.DescendantNodesAndSelf(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node is YieldStatementSyntax));
}
