using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>A <c>Parallel.For</c> or <c>ForEach</c> that can become <c>ForAsync</c> or <c>ForEachAsync</c>.</summary>
internal sealed class AsyncLoop
{
    /// <summary>
    /// The degree that is written where none was given. Waiting needs no cores, so the default of the asynchronous loops, the core count, is
    /// the wrong one; 32 requests at a time are what one server usually takes from one client.
    /// </summary>
    public const int Degree = 32;

    private readonly InvocationExpressionSyntax loop;
    private readonly ExpressionSyntax? options;
    private readonly string asyncName;

    private AsyncLoop(InvocationExpressionSyntax loop, ExpressionSyntax? options, LambdaExpressionSyntax lambda, string asyncName, string token)
    {
        this.loop = loop;
        this.options = options;
        this.asyncName = asyncName;
        Lambda = lambda;
        Token = token;
    }

    public LambdaExpressionSyntax Lambda { get; }

    /// <summary>What the new lambda calls the token of the loop.</summary>
    public string Token { get; }

    /// <summary>Null when the loop has a shape that the asynchronous ones lack, or stands where nothing can be awaited.</summary>
    public static AsyncLoop? Of(FixSite site, InvocationExpressionSyntax loop)
    {
        if (loop is not { Parent: ExpressionStatementSyntax, Expression: MemberAccessExpressionSyntax or SimpleNameSyntax } || !Functions.MayAwaitAt(site, loop) || Functions.CatchesAggregate(site, loop)
            || site.Model.GetSymbolInfo(loop, site.CancellationToken).Symbol is not IMethodSymbol method || !method.ContainingType.IsSameAs(site.Symbols.Parallel))
        {
            return null;
        }

        var asyncName = method.Name + "Async";
        if (site.Symbols.Parallel!.GetMembers(asyncName).IsEmpty)
        {
            return null;
        }

        var arguments = loop.ArgumentList.Arguments;
        var sources = method.Name == "For" ? 2 : 1;
        if (arguments.Any(static argument => argument.NameColon is not null) || arguments.Count < sources + 1 || arguments.Count > sources + 2
            || arguments[arguments.Count - 1].Expression is not LambdaExpressionSyntax lambda || Item(lambda) is null)
        {
            return null;
        }

        var options = arguments.Count == sources + 2 ? arguments[sources].Expression : null;
        if (options is not null && !site.Model.GetTypeInfo(options, site.CancellationToken).Type.IsSameAs(site.Symbols.ParallelOptions))
        {
            return null;
        }

        // A partitioner or a parallel query is not enumerable.
        if (method.Name == "ForEach" && !site.Model.GetTypeInfo(arguments[0].Expression, site.CancellationToken).Type.Is(site.Symbols.GenericEnumerable)
            && site.Model.GetTypeInfo(arguments[0].Expression, site.CancellationToken).Type is not IArrayTypeSymbol)
        {
            return null;
        }

        return new AsyncLoop(loop, options, lambda, asyncName, FreeName(site, loop));
    }

    /// <param name="site">What is fixed.</param>
    /// <param name="body">The lambda's new body.</param>
    /// <param name="configure">Whether the code around writes <c>ConfigureAwait(false)</c>.</param>
    public ExpressionSyntax Write(FixSite site, CSharpSyntaxNode body, bool configure)
    {
        var item = Item(Lambda)!;
        var parameters = SyntaxFactory.ParameterList(SyntaxFactory.SeparatedList(
            [item.WithoutTrivia(), WithTypeLike(item, site)],
            [SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)]));
        var lambda = SyntaxFactory.ParenthesizedLambdaExpression(
            SyntaxFactory.TokenList(SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space)),
            parameters.WithTrailingTrivia(Lambda.ArrowToken.GetPreviousToken().TrailingTrivia),
            Lambda.ArrowToken,
            body as BlockSyntax,
            body as ExpressionSyntax);
        ExpressionSyntax called = loop.Expression is MemberAccessExpressionSyntax access ? access.WithName(Name(access.Name)) : Name((SimpleNameSyntax)loop.Expression);
        var call = KnownCall.To(site.Symbols.Parallel!, loop.WithExpression(called).WithArgumentList(loop.ArgumentList.WithArguments(Arguments(site, lambda))).WithoutTrivia());
        return Awaiting.Await(call, configure).WithTriviaFrom(loop);
    }

    private IdentifierNameSyntax Name(SimpleNameSyntax old) => SyntaxFactory.IdentifierName(asyncName).WithTriviaFrom(old);

    /// <summary>As they are written, with a degree in front of the lambda where none was given.</summary>
    private SeparatedSyntaxList<ArgumentSyntax> Arguments(FixSite site, LambdaExpressionSyntax lambda)
    {
        var given = loop.ArgumentList.Arguments;
        var work = given[given.Count - 1];
        var arguments = given.Replace(work, work.WithExpression(lambda.WithTriviaFrom(Lambda)));
        if (options is not null)
        {
            return arguments;
        }

        var degree = SyntaxFactory.Argument(OptionsExpression(site, Degree.ToString(CultureInfo.InvariantCulture), Awaiting.TokenAt(site, loop))).WithLeadingTrivia(work.GetLeadingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        var parts = arguments.GetWithSeparators();
        var comma = parts[parts.Count - 2].AsToken();
        var isOnNextLine = comma.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        var next = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(isOnNextLine ? comma.TrailingTrivia.Last() : SyntaxFactory.Space);
        return SyntaxFactory.SeparatedList<ArgumentSyntax>(parts.Insert(parts.Count - 1, next).Insert(parts.Count - 1, degree));
    }

    private static ParameterSyntax? Item(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var only] } => only,
        _ => null,
    };

    // Both parameters have a type, or neither.
    private ParameterSyntax WithTypeLike(ParameterSyntax item, FixSite site)
    {
        var token = SyntaxFactory.Parameter(SyntaxFactory.Identifier(Token));
        return item.Type is null || site.Symbols.CancellationToken is not { } type
            ? token
            : token.WithType(site.TypeName(type).WithTrailingTrivia(SyntaxFactory.Space));
    }

    /// <param name="site">What is fixed.</param>
    /// <param name="degree">How many items at once.</param>
    /// <param name="outer">The token that stops the loop, or null.</param>
    public static ExpressionSyntax OptionsExpression(FixSite site, string degree, string? outer)
    {
        var type = site.TypeName(site.Symbols.ParallelOptions!);
        var written = $"new X {{ MaxDegreeOfParallelism = {degree}{(outer is null ? "" : $", CancellationToken = {outer}")} }}";
        var creation = (ObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression(written);
        return creation.WithType(type.WithTrailingTrivia(SyntaxFactory.Space));
    }

    // A name that the loop already uses for something else would be captured.
    public static string FreeName(FixSite site, SyntaxNode loop)
    {
        var used = new HashSet<string>(loop.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText));
        var names = new[] { "cancellationToken", "token", "itemToken", "loopToken" };
        return names.FirstOrDefault(name => !used.Contains(name) && !IsTaken(site, loop, name)) ?? "loopCancellationToken";
    }

    private static bool IsTaken(FixSite site, SyntaxNode loop, string name) => site.Model.LookupSymbols(loop.SpanStart, name: name)
        .Any(static symbol => symbol is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol);
}
