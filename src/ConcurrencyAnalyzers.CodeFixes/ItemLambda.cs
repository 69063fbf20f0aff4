using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>Writes the work of one item as the body of an asynchronous loop.</summary>
/// <param name="site">What is fixed.</param>
/// <param name="work">A lambda, a method, or the call that starts the work.</param>
/// <param name="item">The variable of the item, where the work does not declare it.</param>
/// <param name="place">The statement that the loop will stand in place of.</param>
/// <param name="configure">Whether the awaits leave their context.</param>
internal sealed class ItemLambda(FixSite site, IOperation work, ILocalSymbol? item, StatementSyntax place, bool configure)
{
    /// <summary>The work of one item with a token that it does not use: what is under way goes on when another item fails, as before.</summary>
    public LambdaExpressionSyntax? Write() => (work, work.Syntax) switch
    {
        (IAnonymousFunctionOperation, LambdaExpressionSyntax { AsyncKeyword.RawKind: not 0 } lambda) => Lambda(ParameterOf(lambda), lambda, lambda.Body),
        (IAnonymousFunctionOperation, LambdaExpressionSyntax { ExpressionBody: { } started } lambda) => Awaited(started) is { } body ? Lambda(ParameterOf(lambda), lambda, body) : null,
        (IAnonymousFunctionOperation { Symbol.Parameters: [var own] }, ExpressionSyntax started and not AnonymousFunctionExpressionSyntax) => Lambda(own.Name, started),
        (IMethodReferenceOperation, ExpressionSyntax method) => Lambda(SyntaxFactory.Parameter(SyntaxFactory.Identifier("item")), null, Awaiting.Await(
            SyntaxFactory.InvocationExpression(method.WithoutTrivia(), SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(SyntaxFactory.IdentifierName("item"))))), configure)),
        (IInvocationOperation, ExpressionSyntax started) when item is not null => Lambda(item.Name, started),
        _ => null,
    };

    private LambdaExpressionSyntax? Lambda(string name, ExpressionSyntax started) =>
        Awaited(started) is { } body ? Lambda(SyntaxFactory.Parameter(SyntaxFactory.Identifier(name)), null, body) : null;

    private LambdaExpressionSyntax Lambda(ParameterSyntax parameter, LambdaExpressionSyntax? written, CSharpSyntaxNode body)
    {
        // An underscore that the work uses means something there.
        var isTaken = work.Syntax.DescendantTokens().Any(static token => token.ValueText == "_");
        var token = SyntaxFactory.Parameter(SyntaxFactory.Identifier(isTaken ? AsyncLoop.FreeName(site, place) : "_"));
        if (parameter.Type is not null)
        {
            token = token.WithType(site.TypeName(site.Symbols.CancellationToken!).WithTrailingTrivia(SyntaxFactory.Space));
        }

        return SyntaxFactory.ParenthesizedLambdaExpression(
            SyntaxFactory.TokenList((written?.Modifiers ?? []).Where(static modifier => modifier.IsKind(SyntaxKind.StaticKeyword)).Append(AsyncKeyword.Token)),
            SyntaxFactory.ParameterList(SyntaxFactory.SeparatedList([parameter.WithoutTrivia(), token], [SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)])).WithTrailingTrivia(SyntaxFactory.Space),
            written?.ArrowToken ?? SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken).WithTrailingTrivia(SyntaxFactory.Space),
            MovedOut(body) as BlockSyntax,
            MovedOut(body) as ExpressionSyntax);
    }

    /// <summary>The lines of the work are as far in as before, from where the statement begins now.</summary>
    private CSharpSyntaxNode MovedOut(CSharpSyntaxNode body)
    {
        var indent = Indentation(place);
        var further = work.Syntax.Ancestors().OfType<StatementSyntax>().FirstOrDefault() is { } old ? Indentation(old) - indent : 0;
        var lines = body.DescendantTokens().SelectMany(static token => token.LeadingTrivia.Where((trivia, i) => trivia.IsKind(SyntaxKind.WhitespaceTrivia) && (i == 0 || token.LeadingTrivia[i - 1].IsKind(SyntaxKind.EndOfLineTrivia))));
        return further <= 0 ? body : body.ReplaceTrivia(lines, (line, _) => line.Span.Length >= further ? SyntaxFactory.Whitespace(line.ToString().Substring(further)) : line);
    }

    private static int Indentation(SyntaxNode statement) => statement.GetLeadingTrivia().LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } indent ? indent.Span.Length : 0;

    private static ParameterSyntax ParameterOf(LambdaExpressionSyntax lambda) =>
        lambda is SimpleLambdaExpressionSyntax simple ? simple.Parameter : ((ParenthesizedLambdaExpressionSyntax)lambda).ParameterList.Parameters[0];

    /// <summary>Null where the await would leave a work item of the pool in between.</summary>
    private AwaitExpressionSyntax? Awaited(ExpressionSyntax started)
    {
        var task = started.WithoutTrivia();
        return started is not InvocationExpressionSyntax ? Awaiting.Await(SyntaxFactory.ParenthesizedExpression(task), configure)
            : site.Model.GetSymbolInfo(started, site.CancellationToken).Symbol is IMethodSymbol { Name: "Run" or "StartNew" } offload && offload.ContainingNamespace is { Name: "Tasks" } ? null
            : Awaiting.Await(task, configure);
    }
}
