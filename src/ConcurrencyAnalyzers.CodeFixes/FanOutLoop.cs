using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>A fan-out that can become one <c>Parallel.ForEachAsync</c>, or a <c>Parallel.ForAsync</c> that puts each result into its place.</summary>
internal sealed class FanOutLoop
{
    private const string OverItems = "ForEachAsync";
    private const string OverPlaces = "ForAsync";

    private readonly FixSite site;
    private readonly FanOut fanOut;
    private readonly MemberOperations member;
    private readonly bool configure;

    private FanOutLoop(FixSite site, FanOut fanOut, MemberOperations member, bool configure)
    {
        this.site = site;
        this.fanOut = fanOut;
        this.member = member;
        this.configure = configure;
    }

    /// <summary>Null where a loop would mean something else, or no promise can be made.</summary>
    public static FanOutLoop? Of(FixSite site)
    {
        if (site.Invocation is not { } call || site.Symbols.Parallel is not { } parallel || parallel.GetMembers(OverItems).IsEmpty || site.Symbols.ParallelOptions is null
            || site.Model.GetOperation(call, site.CancellationToken) is not { } operation || ConvoyLoop.TakesTurns(site, call) || !Functions.MayAwaitAt(site, call) || Functions.CatchesAggregate(site, call))
        {
            return null;
        }

        var member = MemberOperations.Around(operation);
        if ((FanOut.Of(call, member) ?? FanOut.OfDropped(call, member)) is not { } fanOut || fanOut.IsReading || CapturedState.IsTouchedBy(site, fanOut.Work, fanOut.Item)
            || (fanOut.Join is { } join ? ConvoyLoop.IsConfigured(join) : false) is not { } configure)
        {
            return null;
        }

        var loop = new FanOutLoop(site, fanOut, member, configure);

        // Whoever goes on after a failure counts on the other items, which a loop does not start any more; whoever drops the tasks never hears of one.
        return loop.NeverFails() || (fanOut.Join is not null && !GoesOnAfterFailure(call)) ? loop : null;
    }

    public SyntaxNode? Write()
    {
        if (fanOut.Join is not { } join)
        {
            return fanOut.Loop?.Syntax is StatementSyntax { ContainsDirectives: false } dropping && IsOnly(dropping, fanOut.Starter.Syntax) ? InPlaceOf(dropping, dropping, []) : null;
        }

        var wait = join.Awaited()?.Syntax;
        var statement = wait?.FirstAncestorOrSelf<StatementSyntax>();
        return statement switch
        {
            { ContainsDirectives: true } => null,
            ExpressionStatementSyntax { Expression: var awaited } when awaited == wait => WithoutResults(statement),
            LocalDeclarationStatementSyntax { Declaration: { Variables: [{ Initializer.Value: var awaited } variable] } } when awaited == wait => WithResults(statement, variable.Identifier.ValueText, null),
            ReturnStatementSyntax { Expression: var awaited } when awaited == wait => FreeName(["results", "all", "values"], statement) is { } name ? WithResults(statement, name, SyntaxFactory.IdentifierName(name)) : null,
            _ => null,
        };
    }

    private SyntaxNode? WithoutResults(StatementSyntax wait)
    {
        if (fanOut.Tasks is not { } tasks)
        {
            return InPlaceOf(wait, wait, []);
        }

        // Nothing comes between the start and the wait, and nobody else looks at the tasks.
        if (wait.Parent is not BlockSyntax block || tasks.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken).Parent?.Parent is not LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } declaration
            || declaration.Parent != block || declaration.ContainsDirectives || member.MentionsOf(tasks).Any(mention => !wait.Contains(mention.Syntax) && fanOut.Loop?.Syntax.Contains(mention.Syntax) != true))
        {
            return null;
        }

        var start = fanOut.Loop is null ? declaration : fanOut.Loop.Syntax as StatementSyntax;
        return start is null || start.ContainsDirectives || block.Statements.IndexOf(start) != block.Statements.IndexOf(wait) - 1 ? null
            : fanOut.Loop is null ? InPlaceOf(declaration, wait, [wait])
            : IsOnlyAdd(start) ? InPlaceOf(start, wait, declaration == start ? [wait] : [declaration, wait])
            : null;
    }

    /// <summary>One statement that starts, waits and bounds, in place of the one that starts.</summary>
    private SyntaxNode? InPlaceOf(StatementSyntax place, StatementSyntax last, IReadOnlyList<StatementSyntax> gone)
    {
        if (Items(out var token) is not { } items || !HasPlainItem() || new ItemLambda(site, fanOut.Work, fanOut.Item, place, configure).Write() is not { } work || CommentsOutside(place, gone, [fanOut.Work.Syntax, items]))
        {
            return null;
        }

        var call = Call(OverItems, [items.WithoutTrivia(), LoopOptions.New(site, token ?? Awaiting.TokenAt(site, place)), work]);
        var first = gone.Count > 0 && gone[0].SpanStart < place.SpanStart && IsNext(gone[0], place) ? gone[0] : place;
        var written = SyntaxFactory.ExpressionStatement(Awaiting.Await(call, configure)).WithLeadingTrivia(first.GetLeadingTrivia()).WithTrailingTrivia(last.GetTrailingTrivia());
        var root = site.Root.TrackNodes(gone.Append(place));
        root = root.ReplaceNode(root.GetCurrentNode(place)!, written);
        return gone.Aggregate(root, static (rest, other) => rest.RemoveNode(rest.GetCurrentNode(other)!, SyntaxRemoveOptions.KeepNoTrivia)!);
    }

    /// <summary>The sequence as the loop takes it, and the token that it was enumerated with.</summary>
    private ExpressionSyntax? Items(out string? token)
    {
        token = null;
        var source = fanOut.Source.Unwrapped();

        // The loop has a token of its own, and does not capture a context.
        while (source is IInvocationOperation { TargetMethod: { Name: "WithCancellation" or "ConfigureAwait", ContainingType.Name: "TaskAsyncEnumerableExtensions" or "ConfiguredCancelableAsyncEnumerable" } passed } call)
        {
            if (passed.Name == "WithCancellation")
            {
                token = call.Arguments.Last().Value.Syntax.ToString();
            }

            source = (call.Instance ?? call.Arguments[0].Value).Unwrapped();
        }

        // What gives items while it is enumerated did so between the starts of the others before, too. One that waits for its items would keep a thread for each place of the loop.
        var isStream = fanOut.Loop is IForEachLoopOperation { IsAsynchronous: true }
            || source is IInvocationOperation { TargetMethod: { Name: "EnumerateFiles" or "EnumerateDirectories" or "EnumerateFileSystemEntries" or "ReadLines" } };
        return (isStream || ConvoyLoop.IsAtHand(source)) && source.Syntax is ExpressionSyntax items ? items : null;
    }

    private SyntaxNode? WithResults(StatementSyntax statement, string name, ExpressionSyntax? returned)
    {
        if (site.Symbols.Parallel!.GetMembers(OverPlaces).IsEmpty || statement.Parent is not BlockSyntax || fanOut.Tasks is not null || fanOut.Join?.Awaited()?.Type is not IArrayTypeSymbol { ElementType: not IArrayTypeSymbol and var element }
            || fanOut.Source.Unwrapped() is not { Type: { } type, Syntax: IdentifierNameSyntax items } source || Count(type) is not { } length
            || source.Named() is not (ILocalSymbol or IParameterSymbol) || source.Named() is not { } variable || member.MentionsOf(variable).Any(Operations.IsWritten) || FreeName(["i", "index", "place"], statement) is not { } index
            || ResultOf(items, index) is not { } result || CommentsOutside(statement, [], [result.Original]))
        {
            return null;
        }

        var count = $"{items.Identifier.Text}.{length}";
        var body = SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            SyntaxFactory.ParseExpression($"{name}[{index}]").WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space),
            result.Written);
        var parameters = (ParenthesizedLambdaExpressionSyntax)SyntaxFactory.ParseExpression($"async ({index}, _) => 0");
        var call = Call(OverPlaces, [SyntaxFactory.ParseExpression("0"), SyntaxFactory.ParseExpression(count), LoopOptions.New(site, Awaiting.TokenAt(site, statement)), parameters.WithExpressionBody(body)]);
        var array = (ArrayCreationExpressionSyntax)SyntaxFactory.ParseExpression($"new X[{count}]");
        var made = array.WithType(array.Type.WithElementType(site.TypeName(element)));
        var indent = statement.GetLeadingTrivia().LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var end = site.Root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } line ? line : SyntaxFactory.ElasticLineFeed;
        var declaration = statement is LocalDeclarationStatementSyntax { Declaration: var old } local
            ? local.WithDeclaration(old.ReplaceNode(old.Variables[0].Initializer!.Value, made)).WithTrailingTrivia(end)
            : SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(
                SyntaxFactory.IdentifierName("var").WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.SingletonSeparatedList(SyntaxFactory.VariableDeclarator(SyntaxFactory.Identifier(name).WithTrailingTrivia(SyntaxFactory.Space), null, SyntaxFactory.EqualsValueClause(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space), made)))))
                .WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(end);
        var loop = SyntaxFactory.ExpressionStatement(Awaiting.Await(call, configure)).WithLeadingTrivia(indent).WithTrailingTrivia(returned is null ? statement.GetTrailingTrivia() : [end]);
        StatementSyntax[] written = returned is null ? [declaration, loop]
            : [declaration, loop, SyntaxFactory.ReturnStatement(SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space), returned, SyntaxFactory.Token(SyntaxKind.SemicolonToken)).WithLeadingTrivia(indent).WithTrailingTrivia(statement.GetTrailingTrivia())];
        return site.Root.ReplaceNode(statement, written);
    }

    /// <summary>The awaited work with the item read from its place.</summary>
    private (SyntaxNode Original, ExpressionSyntax Written)? ResultOf(IdentifierNameSyntax items, string index)
    {
        var item = SyntaxFactory.ParseExpression($"{items.Identifier.Text}[{index}]");
        switch (fanOut.Work, fanOut.Work.Syntax)
        {
            case (IMethodReferenceOperation, ExpressionSyntax method):
                return (method, Awaiting.Await(SyntaxFactory.InvocationExpression(method.WithoutTrivia(), SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(item)))), configure));
            case (IAnonymousFunctionOperation { Symbol.Parameters: [var own] } function, LambdaExpressionSyntax { ExpressionBody: { } body } lambda):
                var mentions = function.Body.SelfAndBelow().OfType<IParameterReferenceOperation>().Where(mention => mention.Parameter.IsSameAs(own)).ToList();
                if (mentions.Any(Operations.IsWritten) || mentions.Any(static mention => mention.Syntax is not IdentifierNameSyntax) || (body is not AwaitExpressionSyntax && body is not InvocationExpressionSyntax))
                {
                    return null;
                }

                var written = body.ReplaceNodes(mentions.Select(static mention => mention.Syntax), (mention, _) => item.WithTriviaFrom(mention)).WithoutTrivia();
                return lambda.AsyncKeyword.RawKind != 0 ? (lambda, written)
                    : site.Model.GetSymbolInfo(body, site.CancellationToken).Symbol is IMethodSymbol { Name: "Run" or "StartNew" } offload && offload.ContainingNamespace is { Name: "Tasks" } ? null
                    : (lambda, Awaiting.Await(written, configure));
            default:
                return null;
        }
    }

    private static string? Count(ITypeSymbol type) => type is IArrayTypeSymbol { Rank: 1 } ? "Length"
        : type is INamedTypeSymbol { Name: "List" or "IList" or "IReadOnlyList", ContainingNamespace: { Name: "Generic", ContainingNamespace.Name: "Collections" } } ? "Count"
        : null;

    private InvocationExpressionSyntax Call(string name, IReadOnlyList<ExpressionSyntax> arguments) => KnownCall.To(site.Symbols.Parallel!, SyntaxFactory.InvocationExpression(
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(site.Symbols.Parallel!), SyntaxFactory.IdentifierName(name)),
        SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(arguments.Select(SyntaxFactory.Argument), Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), arguments.Count - 1)))));

    private string? FreeName(string[] names, StatementSyntax place) => names.FirstOrDefault(name => site.Model.LookupSymbols(place.SpanStart, name: name).All(static symbol => symbol is not (ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol))
        && Functions.Around(place)?.DescendantTokens().Any(token => token.ValueText == name) == false);

    // A loop converts each item to the type of its variable; a lambda would not.
    private bool HasPlainItem() => fanOut.Item is not { } item
        || (item.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken) is ForEachStatementSyntax each && site.Model.GetForEachStatementInfo(each).ElementConversion.IsIdentity);

    private static bool IsNext(StatementSyntax first, StatementSyntax second) => first.Parent is BlockSyntax block && block.Statements.IndexOf(second) == block.Statements.IndexOf(first) + 1;

    /// <summary>Comments that would stand nowhere any more.</summary>
    private static bool CommentsOutside(StatementSyntax place, IReadOnlyList<StatementSyntax> gone, SyntaxNode[] kept) => gone.Append(place)
        .SelectMany(statement => statement.DescendantTrivia(node => !kept.Contains(node)).Where(trivia => statement.Span.Contains(trivia.Span) || (statement != place && !IsNext(statement, place) && statement.GetLeadingTrivia().Contains(trivia)))).Any(ThreadCreation.IsComment);

    private bool IsOnlyAdd(StatementSyntax loop) => fanOut.Starter.Syntax.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var added }] } } add
        && added == fanOut.Starter.Syntax && IsOnlyStatement(loop, add);

    private static bool IsOnly(StatementSyntax loop, SyntaxNode starter) => starter.FirstAncestorOrSelf<StatementSyntax>() is { } start && IsOnlyStatement(loop, start);

    private static bool IsOnlyStatement(StatementSyntax loop, StatementSyntax only) => loop is ForEachStatementSyntax { Statement: var body } && (body is BlockSyntax { Statements: [var single] } ? single : body) == only;

    /// <summary>A catch around the place does not throw again.</summary>
    private static bool GoesOnAfterFailure(SyntaxNode place) => place.Ancestors().TakeWhile(ancestor => ancestor != Functions.Around(place)).OfType<TryStatementSyntax>()
        .Any(guarded => guarded.Block.Contains(place) && guarded.Catches.Any(static clause => clause.Block.Statements.LastOrDefault() is not ThrowStatementSyntax));

    /// <summary>All that the work does, it does within a <c>try</c> that lets nothing through.</summary>
    private bool NeverFails()
    {
        var body = fanOut.Work switch
        {
            IAnonymousFunctionOperation lambda => lambda.Body,
            IMethodReferenceOperation { Method: { IsVirtual: false, IsOverride: false, IsAbstract: false } method } => BodyOf(method),
            IInvocationOperation { TargetMethod: { IsVirtual: false, IsOverride: false, IsAbstract: false, IsAsync: true } method } => BodyOf(method),
            _ => null,
        };
        return body is IBlockOperation { Operations: var statements } && statements.Where(static statement => statement is not IReturnOperation { IsImplicit: true }).ToList() is [ITryOperation guarded] && guarded.Catches.Any(static clause => clause.Filter is null && IsAll(clause.ExceptionType))
            && !guarded.Catches.SelectMany(static clause => clause.SelfAndBelow()).Any(static operation => operation is IThrowOperation);
    }

    private static bool IsAll(ITypeSymbol? type) => type is null or { Name: "Exception" or "Object", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private IBlockOperation? BodyOf(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken) is { } declared ? site.Engine.Bodies.OperationOf(declared, site.CancellationToken) switch
        {
            IMethodBodyOperation { BlockBody: { } block } => block,
            ILocalFunctionOperation { Body: { } block } => block,
            _ => null,
        } : null;
}
