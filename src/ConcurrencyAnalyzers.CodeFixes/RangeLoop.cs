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

/// <summary>A parallel loop over numbers, arrays or lists, of which each thread can be given a range instead of one item after the other.</summary>
internal sealed class RangeLoop
{
    private readonly InvocationExpressionSyntax loop;
    private readonly ExpressionStatementSyntax statement;
    private readonly SimpleLambdaExpressionSyntax lambda;
    private readonly ExpressionSyntax from;
    private readonly ExpressionSyntax to;
    private readonly ExpressionSyntax? options;
    private readonly string? source;
    private readonly string index;
    private readonly string range;
    private readonly long? distance;

    private RangeLoop(
        InvocationExpressionSyntax loop, ExpressionStatementSyntax statement, SimpleLambdaExpressionSyntax lambda, ExpressionSyntax from, ExpressionSyntax to, ExpressionSyntax? options, string? source, string index, string range, long? distance)
    {
        this.loop = loop;
        this.statement = statement;
        this.lambda = lambda;
        this.from = from;
        this.to = to;
        this.options = options;
        this.source = source;
        this.index = index;
        this.range = range;
        this.distance = distance;
    }

    public static RangeLoop? Of(FixSite site)
    {
        if (site.Invocation is not { Parent: ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement } loop || site.Model.GetOperation(loop, site.CancellationToken) is not IInvocationOperation call
            || loop.ArgumentList.Arguments is not { Count: > 1 } arguments || arguments.Any(static argument => argument.NameColon is not null)
            || arguments[arguments.Count - 1].Expression is not SimpleLambdaExpressionSyntax lambda || Functions.CatchesAggregate(site, loop) || site.Symbols.Find("System.Collections.Concurrent.Partitioner") is null)
        {
            return null;
        }

        var isCounted = call.TargetMethod.Name == "For";
        var sources = isCounted ? 2 : 1;
        if (arguments.Count > sources + 2)
        {
            return null;
        }

        // Nobody but the loop may give the number, or the item, another value, and nobody may see it afterwards.
        var item = lambda.Parameter.Identifier.ValueText;
        if (lambda.DescendantNodes().OfType<AnonymousFunctionExpressionSyntax>().Any() || lambda.DescendantNodes().OfType<LocalFunctionStatementSyntax>().Any() || IsAssigned(lambda, item) || Exits(lambda).Any(static exit => IsInLoop(exit)))
        {
            return null;
        }

        var options = arguments.Count == sources + 2 ? arguments[sources].Expression : null;
        ExpressionSyntax from;
        ExpressionSyntax to;
        string? source = null;
        if (isCounted)
        {
            (from, to) = (arguments[0].Expression, arguments[1].Expression);
        }
        else if (arguments[0].Expression is IdentifierNameSyntax name && site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol is ILocalSymbol or IParameterSymbol && LengthOf(site.Model.GetTypeInfo(name, site.CancellationToken).Type, site) is { } length)
        {
            source = name.Identifier.ValueText;
            from = SyntaxFactory.ParseExpression("0");
            to = SyntaxFactory.ParseExpression($"{source}.{length}");
        }
        else
        {
            return null;
        }

        var distance = LoopBounds.Distance(call);
        if (distance is null && isCounted && !(ThreadCreation.IsPlain(site, from) && ThreadCreation.IsPlain(site, to)))
        {
            return null;
        }

        if (distance <= 0 || (isCounted && site.Model.GetTypeInfo(from, site.CancellationToken).Type?.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_Int64)))
        {
            return null;
        }

        var index = isCounted ? item : FreeName(site, loop, "i", "index", "at");
        var range = FreeName(site, loop, "range", "part", "slice");
        return index is null || range is null ? null : new RangeLoop(loop, statement, lambda, from, to, options, source, index, range, distance);
    }

    public SyntaxNode Write(FixSite site)
    {
        var end = statement.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } written ? written : SyntaxFactory.ElasticLineFeed;
        if (options is null && LoopBounds.AreNear((IInvocationOperation)site.Model.GetOperation(loop, site.CancellationToken)!))
        {
            return site.Root.ReplaceNode(statement, Loop($"{from.WithoutTrivia()}", $"{to.WithoutTrivia()}", end).WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
        }

        var partitioner = site.Symbols.Find("System.Collections.Concurrent.Partitioner")!;
        var create = KnownCall.To(partitioner, SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(partitioner), SyntaxFactory.IdentifierName("Create")),
            Arguments([from.WithoutTrivia(), to.WithoutTrivia()])));
        var inner = Loop($"{range}.Item1", $"{range}.Item2", end).WithTrailingTrivia(end);
        var block = SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(end).WithTrailingTrivia(end),
            SyntaxFactory.SingletonList<StatementSyntax>(inner),
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken));
        var work = SyntaxFactory.SimpleLambdaExpression(
            default(SyntaxTokenList), SyntaxFactory.Parameter(SyntaxFactory.Identifier(range)).WithTrailingTrivia(SyntaxFactory.Space), SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken), block, null);
        ExpressionSyntax[] arguments = options is null ? [create, work] : [create, options.WithoutTrivia(), work];
        var called = loop.Expression switch
        {
            MemberAccessExpressionSyntax access => access.WithName(SyntaxFactory.IdentifierName("ForEach")),
            _ => (ExpressionSyntax)SyntaxFactory.IdentifierName("ForEach"),
        };
        var parallel = statement.WithExpression(KnownCall.To(site.Symbols.Parallel!, loop.WithExpression(called.WithTriviaFrom(loop.Expression)).WithArgumentList(Arguments(arguments))));
        if (distance is not null)
        {
            return site.Root.ReplaceNode(statement, parallel.WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
        }

        // There is no partitioner of nothing.
        var guarded = SyntaxFactory.IfStatement(
            SyntaxFactory.Token(SyntaxKind.IfKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.OpenParenToken),
            SyntaxFactory.ParseExpression($"{to.WithoutTrivia()} > {from.WithoutTrivia()}"),
            SyntaxFactory.Token(SyntaxKind.CloseParenToken).WithTrailingTrivia(end),
            SyntaxFactory.Block(
                SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(end),
                SyntaxFactory.SingletonList<StatementSyntax>(parallel.WithLeadingTrivia().WithTrailingTrivia(end)),
                SyntaxFactory.Token(SyntaxKind.CloseBraceToken)),
            null);
        return site.Root.ReplaceNode(statement, guarded.WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>The items of one range, one after the other.</summary>
    private StatementSyntax Loop(string first, string last, SyntaxTrivia end)
    {
        var head = (ForStatementSyntax)SyntaxFactory.ParseStatement($"for (var {index} = {first}; {index} < {last}; {index}++) {{ }}");
        var body = lambda.Body is BlockSyntax block ? block : SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(end),
            SyntaxFactory.SingletonList<StatementSyntax>(SyntaxFactory.ExpressionStatement((ExpressionSyntax)lambda.Body.WithoutTrivia()).WithTrailingTrivia(end)),
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken));
        body = body.ReplaceNodes(Exits(body).ToList(), static (exit, _) => SyntaxFactory.ContinueStatement().WithTriviaFrom(exit));
        if (source is not null)
        {
            var declared = SyntaxFactory.ParseStatement($"var {lambda.Parameter.Identifier.Text} = {source}[{index}];").WithTrailingTrivia(end);
            body = body.WithStatements(body.Statements.Insert(0, declared));
        }

        return head.WithCloseParenToken(head.CloseParenToken.WithTrailingTrivia(end)).WithStatement(body.WithLeadingTrivia().WithTrailingTrivia());
    }

    private static ArgumentListSyntax Arguments(IReadOnlyCollection<ExpressionSyntax> arguments) => SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(
        arguments.Select(SyntaxFactory.Argument),
        Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), arguments.Count - 1)));

    private static IEnumerable<ReturnStatementSyntax> Exits(SyntaxNode body) => body.DescendantNodes().OfType<ReturnStatementSyntax>();

    private static bool IsInLoop(SyntaxNode exit) => exit.Ancestors().TakeWhile(static ancestor => ancestor is not AnonymousFunctionExpressionSyntax).Any(static ancestor => ancestor is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax);

    private static bool IsAssigned(SyntaxNode body, string name) => body.DescendantNodes().OfType<IdentifierNameSyntax>().Any(mention => mention.Identifier.ValueText == name && mention.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == mention,
        PostfixUnaryExpressionSyntax postfix => !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression),
        PrefixUnaryExpressionSyntax prefix => prefix.RawKind is (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression,
        ArgumentSyntax argument => argument.RefKindKeyword.RawKind != 0,
        _ => false,
    });

    // What is indexed has to be what would have been enumerated, and as long as that.
    private static string? LengthOf(ITypeSymbol? type, FixSite site) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } => "Length",
        INamedTypeSymbol list when list.OriginalDefinition.IsSameAs(site.Symbols.ListOfT) => "Count",
        _ => null,
    };

    private static string? FreeName(FixSite site, SyntaxNode place, params string[] names)
    {
        var member = place.Ancestors().FirstOrDefault(static ancestor => ancestor is MemberDeclarationSyntax and not GlobalStatementSyntax) ?? place;
        return names.FirstOrDefault(name => site.Model.LookupSymbols(place.SpanStart, name: name).IsEmpty && !member.DescendantTokens().Any(token => token.ValueText == name));
    }
}
