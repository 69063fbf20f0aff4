using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>A <c>Parallel.For</c>, <c>ForEach</c> or <c>ForAll</c> that can become <c>ForAsync</c> or <c>ForEachAsync</c>.</summary>
internal sealed class AsyncLoop
{
    /// <summary>
    /// The degree that is written where none was given. Waiting needs no cores, so the default of the asynchronous loops, the core count, is
    /// the wrong one; 32 requests at a time are what one server usually takes from one client.
    /// </summary>
    public const int Degree = 32;

    private readonly SyntaxNode place;
    private readonly InvocationExpressionSyntax loop;
    private readonly ExpressionSyntax? options;
    private readonly string asyncName;

    /// <param name="place">What is replaced.</param>
    /// <param name="loop">The loop with the arguments as they are to be written.</param>
    /// <param name="options">The argument that holds options.</param>
    /// <param name="lambda">Its body.</param>
    /// <param name="asyncName">What it will be called.</param>
    /// <param name="token">What the new lambda calls the token of the loop.</param>
    private AsyncLoop(SyntaxNode place, InvocationExpressionSyntax loop, ExpressionSyntax? options, LambdaExpressionSyntax lambda, string asyncName, string token)
    {
        this.place = place;
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

        return new AsyncLoop(loop, loop, options, lambda, asyncName, FreeName(site, loop));
    }

    /// <summary>The same for <c>items.AsParallel().ForAll(...)</c>, which says the degree and the token in between.</summary>
    public static AsyncLoop? OfQuery(FixSite site, InvocationExpressionSyntax query)
    {
        if (query is not { Parent: ExpressionStatementSyntax, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ForAll", Expression: { } source }, ArgumentList.Arguments: [{ NameColon: null, Expression: LambdaExpressionSyntax lambda }] }
            || Item(lambda) is null || !Functions.MayAwaitAt(site, query) || Functions.CatchesAggregate(site, query)
            || site.Symbols.Parallel is not { } parallel || parallel.GetMembers("ForEachAsync").IsEmpty || site.Symbols.ParallelOptions is null)
        {
            return null;
        }

        ExpressionSyntax? degree = null;
        ExpressionSyntax? token = null;
        while (source is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: { } inner, Name.Identifier.ValueText: var name }, ArgumentList.Arguments: var arguments })
        {
            source = inner;
            switch (name)
            {
                case "AsParallel" when arguments.Count == 0 && site.Model.GetTypeInfo(inner, site.CancellationToken).Type is { } items && (items is IArrayTypeSymbol || items.Is(site.Symbols.GenericEnumerable)):
                    var given = SyntaxFactory.InvocationExpression(
                        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(parallel), SyntaxFactory.IdentifierName("ForEach")),
                        SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(
                            [SyntaxFactory.Argument(inner.WithoutTrivia()), SyntaxFactory.Argument(LoopOptions.New(site, token?.ToString() ?? Awaiting.TokenAt(site, query), degree?.ToString())), SyntaxFactory.Argument(lambda)],
                            Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), 2))));
                    return new AsyncLoop(query, given, given.ArgumentList.Arguments[1].Expression, lambda, "ForEachAsync", FreeName(site, query));
                case "WithDegreeOfParallelism" when arguments is [var number]:
                    degree = number.Expression;
                    break;
                case "WithCancellation" when arguments is [var cancels]:
                    token = cancels.Expression;
                    break;
                case "WithExecutionMode" or "WithMergeOptions" or "AsUnordered":
                    break;
                default:
                    return null;
            }
        }

        return null;
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
            SyntaxFactory.TokenList(AsyncKeyword.Token),
            parameters.WithTrailingTrivia(Lambda.ArrowToken.GetPreviousToken().TrailingTrivia),
            Lambda.ArrowToken,
            body as BlockSyntax,
            body as ExpressionSyntax);
        ExpressionSyntax called = loop.Expression is MemberAccessExpressionSyntax access ? access.WithName(Name(access.Name)) : Name((SimpleNameSyntax)loop.Expression);
        var call = KnownCall.To(site.Symbols.Parallel!, loop.WithExpression(called).WithArgumentList(loop.ArgumentList.WithArguments(Arguments(site, lambda))).WithoutTrivia());
        return Awaiting.Await(call, configure).WithTriviaFrom(place);
    }

    private IdentifierNameSyntax Name(SimpleNameSyntax old) => SyntaxFactory.IdentifierName(asyncName).WithTriviaFrom(old);

    /// <summary>As they are written, with a degree in front of the lambda where none was given.</summary>
    private SeparatedSyntaxList<ArgumentSyntax> Arguments(FixSite site, LambdaExpressionSyntax lambda)
    {
        var given = loop.ArgumentList.Arguments;
        var work = given[given.Count - 1];
        var arguments = given.Replace(work, work.WithExpression(lambda.WithTriviaFrom(Lambda)));
        if (options is null)
        {
            return LoopOptions.BeforeBody(arguments, LoopOptions.New(site, Awaiting.TokenAt(site, place)));
        }

        // Without a degree a parallel loop takes what it can get; an asynchronous one takes the number of cores.
        var settings = arguments[arguments.Count - 2];
        return options is BaseObjectCreationExpressionSyntax creation && place == loop && LoopOptions.CreationOf(site, options) is not null
            ? arguments.Replace(settings, settings.WithExpression(LoopOptions.WithDegree(creation)))
            : arguments;
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
