using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Starts all of them, waits until all are done, and then takes what each has given: no task is left behind when one fails.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SequentialAwaitsCodeFix)), Shared]
public sealed class SequentialAwaitsCodeFix() : ConcurrencyCodeFix(SequentialAwaitsAnalyzer.Id, "Start them together")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Symbols.Task is not { } task || site.Invocation?.FirstAncestorOrSelf<BlockSyntax>() is null || RunAround(site) is not { IsDefault: false } run || Statements(site, run) is not { } statements)
        {
            return null;
        }

        var configure = statements.All(static statement => Awaited(statement) is InvocationExpressionSyntax call && IsConfigured(call));
        var names = NamesFor(run, statements[0]);
        var first = statements[0];
        var written = new List<StatementSyntax>();
        for (var i = 0; i < statements.Count; i++)
        {
            written.Add(Declaration(names[i], ((ExpressionSyntax)run[i].Call.Syntax).WithoutTrivia()).WithLeadingTrivia(statements[i].GetLeadingTrivia()).WithTrailingTrivia(statements[i].GetTrailingTrivia()));
        }

        var all = KnownCall.To(task, SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(task), SyntaxFactory.IdentifierName("WhenAll")),
            SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(names.Select(static name => SyntaxFactory.Argument(SyntaxFactory.IdentifierName(name)))))));
        var layout = first.GetLeadingTrivia().LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var end = SyntaxFactory.TriviaList(first.GetTrailingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
        written.Add(SyntaxFactory.ExpressionStatement(Awaiting.Await(all, configure)).WithLeadingTrivia(layout).WithTrailingTrivia(end));
        for (var i = 0; i < statements.Count; i++)
        {
            var declarator = statements[i].Declaration.Variables[0];
            var taken = Awaiting.Await(SyntaxFactory.IdentifierName(names[i]), Awaited(statements[i]) is InvocationExpressionSyntax call && IsConfigured(call));
            written.Add(statements[i].ReplaceNode(declarator.Initializer!.Value, taken).WithLeadingTrivia(layout).WithTrailingTrivia(end));
        }

        var block = (BlockSyntax)first.Parent!;
        var at = block.Statements.IndexOf(first);
        return site.Root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(block.Statements.Take(at).Concat(written.Select(static statement => statement.WithAdditionalAnnotations(Formatter.Annotation))).Concat(block.Statements.Skip(at + statements.Count)))));
    }

    private static ImmutableArray<AwaitedCall> RunAround(FixSite site) =>
        site.MemberAround(site.Node) is { } member && site.Engine.Bodies.OperationOf(member.Syntax, site.CancellationToken) is { } root
            ? new AwaitRuns(site.Engine).In(member, root, site.CancellationToken).FirstOrDefault(run => run[1].Call.Syntax == site.Invocation)
            : default;

    /// <summary>Null where a task would not be one that may be awaited twice.</summary>
    private static List<LocalDeclarationStatementSyntax>? Statements(FixSite site, ImmutableArray<AwaitedCall> run)
    {
        var statements = run.Select(static read => read.Statement.Syntax).OfType<LocalDeclarationStatementSyntax>().ToList();
        return statements.Count == run.Length && run.All(read => site.Symbols.IsTask(read.Call.TargetMethod.ReturnType)) && statements.All(static statement => statement.UsingKeyword.RawKind == 0 && Awaited(statement) is not null) ? statements : null;
    }

    private static ExpressionSyntax? Awaited(LocalDeclarationStatementSyntax statement) => statement.Declaration.Variables[0].Initializer?.Value is AwaitExpressionSyntax await ? await.Expression : null;

    private static bool IsConfigured(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" };

    private static LocalDeclarationStatementSyntax Declaration(string name, ExpressionSyntax value) => SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(
        SyntaxFactory.IdentifierName("var").WithTrailingTrivia(SyntaxFactory.Space),
        SyntaxFactory.SingletonSeparatedList(SyntaxFactory.VariableDeclarator(SyntaxFactory.Identifier(name).WithTrailingTrivia(SyntaxFactory.Space), null,
            SyntaxFactory.EqualsValueClause(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space), value)))));

    /// <summary>The variable's name and what it stands for now, with a number where that is taken.</summary>
    private static List<string> NamesFor(ImmutableArray<AwaitedCall> run, SyntaxNode place)
    {
        var member = place.Ancestors().OfType<MemberDeclarationSyntax>().FirstOrDefault() ?? place.SyntaxTree.GetRoot();
        var taken = new HashSet<string>(member.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText));
        var names = new List<string>();
        foreach (var read in run)
        {
            var name = read.Local.Name + "Task";
            for (var number = 2; !taken.Add(name); number++)
            {
                name = $"{read.Local.Name}Task{number}";
            }

            names.Add(name);
        }

        return names;
    }
}
