using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>Whether and where an await may be written.</summary>
internal static class Functions
{
    /// <summary>The method, accessor, local function or lambda that a node stands in; null for top-level statements and initializers.</summary>
    public static SyntaxNode? Around(SyntaxNode node) => node.Ancestors().FirstOrDefault(static ancestor =>
        ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax);

    /// <summary>The function has the keyword, and nothing between it and the place forbids an await.</summary>
    public static bool MayAwaitAt(FixSite site, SyntaxNode place) => IsAsync(Around(place), place) && IsFreeOf(site, place, Around(place)) && !EarlierOperands.ReadShared(site, place);

    /// <summary>The same, were the function asynchronous.</summary>
    public static bool MightAwaitAt(FixSite site, SyntaxNode place) =>
        place is not InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax } && IsFreeOf(site, place, Around(place)) && !EarlierOperands.ReadShared(site, place) && !CatchesAggregate(site, place);

    /// <summary>Nothing between the place and the function around it forbids an await, were the function asynchronous.</summary>
    public static bool IsFreeOf(FixSite site, SyntaxNode place, SyntaxNode? function)
    {
        for (var node = place; node is not null && node != function; node = node.Parent)
        {
            switch (node.Parent)
            {
                case LockStatementSyntax held when held.Statement == node:
                case UnsafeStatementSyntax or FixedStatementSyntax or CatchFilterClauseSyntax or AttributeSyntax:
                case QueryClauseSyntax or SelectOrGroupClauseSyntax when !IsFirstSource(node):
                case ConditionalAccessExpressionSyntax conditional when conditional.WhenNotNull == node:
                    return false;
            }
        }

        return !HoldsThreadAffineLock(site, place) && !HasRefLikeLocals(site, function) && !HoldsReference(site, place);
    }

    /// <summary>A catch around counts on the exception that blocking throws and awaiting does not.</summary>
    public static bool CatchesAggregate(FixSite site, SyntaxNode place) =>
        site.Symbols.AggregateException is { } aggregate
        && place.Ancestors().TakeWhile(ancestor => ancestor != Around(place)).OfType<TryStatementSyntax>().Where(@try => @try.Block.Contains(place))
            .SelectMany(static @try => @try.Catches)
            .SelectMany(static clause => clause.DescendantNodes().OfType<TypeSyntax>())
            .Any(type => site.Model.GetTypeInfo(type, site.CancellationToken).Type.IsSameAs(aggregate) || site.Model.GetSymbolInfo(type, site.CancellationToken).Symbol.IsSameAs(aggregate));

    public static bool IsAsync(SyntaxNode? function, SyntaxNode place) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.RawKind != 0,
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        null => place.Ancestors().Any(static ancestor => ancestor is GlobalStatementSyntax),
        _ => false,
    };

    private static bool IsFirstSource(SyntaxNode node) =>
        node is ExpressionSyntax && node.Parent is FromClauseSyntax { Parent: QueryExpressionSyntax };

    // After an await another thread would leave what this one entered. Nobody may hold a lock on any way to the place.
    private static bool HoldsThreadAffineLock(FixSite site, SyntaxNode place)
    {
        var root = place.AncestorsAndSelf().Select(node => site.Model.GetOperation(node, site.CancellationToken)).FirstOrDefault(static operation => operation is not null)?.Root();
        if (root is null || !root.SelfAndBelow().OfType<IInvocationOperation>().Any(call => LockCalls.Of(call, site.Symbols) is not null))
        {
            return false;
        }

        // Where control flow does not show the place, nothing is known of it.
        var states = LockFlow.Of(root, site.Symbols, may: true) is { } flow ? place.DescendantNodesAndSelf().Select(flow.At).OfType<LockState>().ToList() : [];
        return states.Count == 0 || states.Exists(static state => state.Held.Any());
    }

    // Neither do those that the compiler keeps while it evaluates the statement, or runs the loop, around the place.
    private static bool HoldsReference(FixSite site, SyntaxNode place)
    {
        var statement = place.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault();
        foreach (var node in statement?.DescendantNodes().Where(node => node.Span.End <= place.SpanStart) ?? [])
        {
            if (node is ExpressionSyntax expression && site.Model.GetTypeInfo(expression, site.CancellationToken).Type is { IsRefLikeType: true })
            {
                return true;
            }

            if (node is ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword, Expression: { } passed } && site.Model.GetSymbolInfo(passed, site.CancellationToken).Symbol is not (ILocalSymbol or IParameterSymbol or IFieldSymbol))
            {
                return true;
            }
        }

        return place.Ancestors().OfType<CommonForEachStatementSyntax>().Any(loop =>
            loop.Statement.Span.Contains(place.Span) && site.Model.GetTypeInfo(loop.Expression, site.CancellationToken).Type is { IsRefLikeType: true });
    }

    // Spans and ref locals do not survive an await, which the compiler notices only when it emits.
    private static bool HasRefLikeLocals(FixSite site, SyntaxNode? function)
    {
        foreach (var variable in function?.DescendantNodes().Where(static node => node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax) ?? [])
        {
            if (site.Model.GetDeclaredSymbol(variable, site.CancellationToken) is ILocalSymbol local && (local.IsRef || local.Type.IsRefLikeType))
            {
                return true;
            }
        }

        return false;
    }
}
