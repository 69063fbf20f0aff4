using System.Composition;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Takes out 'AsParallel' and what only tells the query how to run. What else stands behind it is called on the sequence itself.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NoOpPlinqCodeFix)), Shared]
public sealed class NoOpPlinqCodeFix() : ConcurrencyCodeFix(NoOpPlinqAnalyzer.Id, "Remove 'AsParallel'")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Invocation is not { } start || SourceOf(site, start) is not { } source || Functions.CatchesAggregate(site, start))
        {
            return null;
        }

        var last = start;
        var isFirst = true;
        var rest = source.WithLeadingTrivia(start.GetLeadingTrivia()).WithTrailingTrivia(start.GetTrailingTrivia());
        while (last.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access && site.Model.GetSymbolInfo(next, site.CancellationToken).Symbol is IMethodSymbol { ContainingType.Name: "ParallelEnumerable" } called)
        {
            if (called.Name == "AsSequential" || IdleQuery.IsSetting(called.Name))
            {
                // Whether somebody cancels it is not the query's alone to know.
                if (called.Name == "WithCancellation" || !next.ArgumentList.Arguments.All(argument => ThreadCreation.IsPlain(site, argument.Expression)))
                {
                    return null;
                }

                rest = rest.WithTrailingTrivia(next.GetTrailingTrivia());
            }
            else if (TargetOf(site, isFirst ? source : null, called.Name) is { } target)
            {
                isFirst = false;
                rest = KnownCall.To(target, next.WithExpression(access.WithExpression(rest)));
            }
            else
            {
                return null;
            }

            last = next;
        }

        return site.Root.ReplaceNode(last, rest);
    }

    private static ExpressionSyntax? SourceOf(FixSite site, InvocationExpressionSyntax start) => start switch
    {
        { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments.Count: 0 } => access.Expression,
        { ArgumentList.Arguments: [{ Expression: { } given }], Expression: MemberAccessExpressionSyntax { Expression: var type } } when site.Model.GetSymbolInfo(type, site.CancellationToken).Symbol is INamedTypeSymbol => given,
        _ => null,
    };

    /// <summary>The type whose method is meant: the sequence's own, if it has one that does the same.</summary>
    private static INamedTypeSymbol? TargetOf(FixSite site, ExpressionSyntax? source, string method)
    {
        for (var type = source is null ? null : site.Model.GetTypeInfo(source, site.CancellationToken).Type as INamedTypeSymbol; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(method).Any(static member => member is IMethodSymbol { IsStatic: false }))
            {
                return method == "ToArray" && type.ContainingNamespace is { ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } } ? type : null;
            }
        }

        return site.Symbols.Enumerable;
    }
}
