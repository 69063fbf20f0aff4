using System.Collections.Generic;
using System.Composition;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Writes the question as the first statement, with the registration that the program has, or moves it there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WorkerGuardMissingCodeFix)), Shared]
public sealed class WorkerGuardMissingCodeFix() : ConcurrencyCodeFix(WorkerGuardMissingAnalyzer.Id, "Begin with the worker guard")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Symbols.Executors is not { } executors || site.Model.Compilation.GetEntryPoint(site.CancellationToken) is not { } entry)
        {
            return null;
        }

        var main = site.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>();
        var statements = main is null ? [.. ((CompilationUnitSyntax)site.Root).Members.OfType<GlobalStatementSyntax>().Select(static global => global.Statement)] : main.Body?.Statements.ToList();
        if (statements?.FindIndex(IsGuard) is { } at and >= 0)
        {
            return at > 0 && IsFree(statements[at], site) ? With(main, [Raised(statements), .. Lowered(statements, at, site)], site) : null;
        }

        // It is asked, but what follows from that stands elsewhere.
        if (((SyntaxNode?)main ?? site.Root).DescendantNodes().Any(IsQuestion))
        {
            return null;
        }

        // The only result of a method without the keyword is the task that it gives back.
        var isAsync = main is null || main.Modifiers.Any(SyntaxKind.AsyncKeyword);
        if (Registration(site, executors) is not { } registration || (!isAsync && site.Symbols.IsAsyncShaped(entry.ReturnType)) || site.Symbols.Find("System.Environment") is not { } environment)
        {
            return null;
        }

        var guard = Guard(entry, isAsync, registration, site, executors, site.Receiver(environment));
        if (statements is { Count: > 0 })
        {
            return With(main, [guard.WithLeadingTrivia(Blank(statements[0])), .. Lowered(statements, -1, site)], site);
        }

        return main switch
        {
            { Body: { } } => With(main, [guard], site),
            { ExpressionBody.Expression: { } expression } when expression is not ThrowExpressionSyntax => site.Root.ReplaceNode(main, Expanded(main, guard, expression, entry, site)),
            _ => null,
        };
    }

    private static bool IsGuard(StatementSyntax statement) => statement is IfStatementSyntax { Else: null, Condition: var condition }
        && condition.DescendantNodesAndSelf().Any(IsQuestion);

    private static bool IsQuestion(SyntaxNode node) => node is InvocationExpressionSyntax call && Places.NameOf(call) is SimpleNameSyntax { Identifier.ValueText: WorkerGuard.Name };

    /// <summary>It needs nothing that is declared before.</summary>
    private static bool IsFree(StatementSyntax statement, FixSite site) => statement.DescendantNodes().OfType<IdentifierNameSyntax>()
        .All(name => site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol is not ILocalSymbol local || local.DeclaringSyntaxReferences.All(declared => statement.Span.Contains(declared.Span)));

    private static StatementSyntax Guard(IMethodSymbol entry, bool isAsync, IMethodSymbol registration, FixSite site, ExecutorSymbols executors, ExpressionSyntax environment)
    {
        ExpressionSyntax arguments = entry.Parameters is [{ Name: var name }] ? SyntaxFactory.IdentifierName(name) : AllButProgram(environment);
        var register = SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(registration.ContainingType), SyntaxFactory.IdentifierName(registration.Name));
        ExpressionSyntax call = KnownCall.To(executors.ProcessWorker, SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(executors.ProcessWorker), SyntaxFactory.IdentifierName(WorkerGuard.Name)),
            SyntaxFactory.ArgumentList([SyntaxFactory.Argument(arguments), SyntaxFactory.Argument(register)])));
        call = isAsync ? SyntaxFactory.AwaitExpression(call) : Called(Called(Called(call, "AsTask"), "GetAwaiter"), "GetResult");
        var leave = SyntaxFactory.ReturnStatement(GivesNumber(entry) ? SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(0)) : null);
        return SyntaxFactory.IfStatement(call, SyntaxFactory.Block(leave)).WithTrailingTrivia(EndOfLine(site)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    // A program that takes no arguments may be given some: a worker is.
    private static ElementAccessExpressionSyntax AllButProgram(ExpressionSyntax environment) => SyntaxFactory.ElementAccessExpression(
        Called(environment, "GetCommandLineArgs"),
        SyntaxFactory.BracketedArgumentList([SyntaxFactory.Argument(SyntaxFactory.RangeExpression(SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(1)), null))]));

    private static InvocationExpressionSyntax Called(ExpressionSyntax receiver, string name) =>
        SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, SyntaxFactory.IdentifierName(name)));

    private static bool GivesNumber(IMethodSymbol entry) =>
        entry.ReturnType is { SpecialType: SpecialType.System_Int32 } or INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Int32 }] };

    /// <summary>What the generator writes; or else the only method that registers jobs.</summary>
    private static IMethodSymbol? Registration(FixSite site, ExecutorSymbols executors)
    {
        var compilation = site.Model.Compilation;
        var generated = compilation.GetSymbolsWithName("ProcessJobs", SymbolFilter.Type, site.CancellationToken).OfType<INamedTypeSymbol>().SelectMany(static type => type.GetMembers("Register")).OfType<IMethodSymbol>();
        var written = compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Member, site.CancellationToken).OfType<IMethodSymbol>();
        return new[] { generated, written }.Select(methods => methods.Where(Registers).Distinct<IMethodSymbol>(SymbolEqualityComparer.Default).Take(2).ToList()).FirstOrDefault(static methods => methods.Count == 1)?[0];

        bool Registers(IMethodSymbol method) => method is { IsStatic: true, ReturnsVoid: true, Arity: 0, MethodKind: MethodKind.Ordinary, Parameters: [{ RefKind: RefKind.None } registry], ContainingType.IsGenericType: false }
            && registry.Type.IsSameAs(executors.JobRegistry) && compilation.IsSymbolAccessibleWithin(method, compilation.Assembly);
    }

    private static SyntaxNode With(MethodDeclarationSyntax? main, IReadOnlyList<StatementSyntax> statements, FixSite site)
    {
        if (main is not null)
        {
            return site.Root.ReplaceNode(main.Body!, main.Body!.WithStatements([.. statements]));
        }

        var unit = (CompilationUnitSyntax)site.Root;
        return unit.WithMembers([.. statements.Select(SyntaxFactory.GlobalStatement), .. unit.Members.Where(static member => member is not GlobalStatementSyntax)]);
    }

    /// <summary>The guard that is there, as the first statement.</summary>
    private static StatementSyntax Raised(List<StatementSyntax> statements)
    {
        var guard = statements.Find(IsGuard)!;
        return guard.WithLeadingTrivia(Blank(statements[0]).Concat(guard.GetLeadingTrivia().Skip(Blank(guard).Count())));
    }

    /// <summary>All others, the first of them behind an empty line.</summary>
    private static IEnumerable<StatementSyntax> Lowered(List<StatementSyntax> statements, int guard, FixSite site) => statements.Where((_, i) => i != guard)
        .Select((statement, i) => i > 0 ? statement : statement.WithLeadingTrivia(statement.GetLeadingTrivia().Skip(Blank(statement).Count()).Prepend(EndOfLine(site))));

    /// <summary>The empty lines before a statement; before the first of a file all that is there, which is about the file.</summary>
    private static IEnumerable<SyntaxTrivia> Blank(StatementSyntax statement)
    {
        var isFirst = statement.GetFirstToken().GetPreviousToken().RawKind == 0;
        var trivia = statement.GetLeadingTrivia().TakeWhile(one => isFirst || one.IsKind(SyntaxKind.EndOfLineTrivia) || one.IsKind(SyntaxKind.WhitespaceTrivia)).ToList();
        return isFirst ? trivia : trivia.Take(trivia.FindLastIndex(static one => one.IsKind(SyntaxKind.EndOfLineTrivia)) + 1);
    }

    private static SyntaxTrivia EndOfLine(FixSite site) =>
        site.Root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end ? end : SyntaxFactory.ElasticLineFeed;

    private static MethodDeclarationSyntax Expanded(MethodDeclarationSyntax main, StatementSyntax guard, ExpressionSyntax expression, IMethodSymbol entry, FixSite site)
    {
        StatementSyntax rest = GivesNumber(entry) ? SyntaxFactory.ReturnStatement(expression.WithoutTrivia()) : SyntaxFactory.ExpressionStatement(expression.WithoutTrivia());
        var body = SyntaxFactory.Block(guard, rest.WithLeadingTrivia(EndOfLine(site))).WithTrailingTrivia(main.SemicolonToken.TrailingTrivia).WithAdditionalAnnotations(Formatter.Annotation);
        return main.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body);
    }
}
