using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers;

/// <summary>
/// What a function that begins to await would share with whoever runs meanwhile, itself included: a value that it has looked at before and changes behind,
/// as long as nobody could come between.
/// </summary>
internal static class Interleaving
{
    public static bool Disturbs(FixSite site, SyntaxNode function, SyntaxNode place)
    {
        var reach = Reach(function, place);
        ILookup<string, ExpressionSyntax>? used = null;
        foreach (var (key, target) in Changes(site, function, place, reach.Start))
        {
            used ??= Uses(site, function, reach.End).ToLookup(static use => use.Key, static use => use.Expression);
            if (used[key].Any(use => !target.Span.Contains(use.Span)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A field or a property of the type itself is set at the place or behind it.</summary>
    public static bool SetsOwnState(FixSite site, SyntaxNode function, SyntaxNode place)
    {
        var start = Reach(function, place).Start;
        return function.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(set => set.Span.End > start && Strip(set.Left) is SimpleNameSyntax name && site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol is IFieldSymbol or IPropertySymbol && set.Parent is not InitializerExpressionSyntax);
    }

    /// <summary>What is before the place and what is behind it, which in a loop is all of the loop.</summary>
    public static TextSpan Reach(SyntaxNode function, SyntaxNode place) =>
        place.Ancestors().TakeWhile(node => node != function).LastOrDefault(static node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax) is { } loop
            ? loop.Span
            : new TextSpan(place.SpanStart, 0);

    private static IEnumerable<(string Key, ExpressionSyntax Expression)> Uses(FixSite site, SyntaxNode function, int end)
    {
        foreach (var expression in function.DescendantNodes().OfType<ExpressionSyntax>())
        {
            if (expression.SpanStart < end && Key(site, expression) is { } key && !(expression.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } set && set.Left == expression))
            {
                yield return (key, expression);
            }
        }
    }

    private static IEnumerable<(string Key, ExpressionSyntax Target)> Changes(FixSite site, SyntaxNode function, SyntaxNode place, int start)
    {
        foreach (var node in function.DescendantNodes())
        {
            if (node.Span.End <= start || node == place)
            {
                continue;
            }

            var changed = node switch
            {
                AssignmentExpressionSyntax set => set.Left,
                PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } step => step.Operand,
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => step.Operand,
                ArgumentSyntax { RefKindKeyword.RawKind: not 0 } passed => passed.Expression,

                // Whose result nobody wants is called for what it does.
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call when call.Parent is ExpressionStatementSyntax && !IsElement(site, access.Expression) => access.Expression,
                _ => null,
            };
            if (changed is ElementAccessExpressionSyntax element)
            {
                changed = element.Expression;
            }

            if (changed is not null && Key(site, changed) is { } key)
            {
                yield return (key, changed);
            }
        }
    }

    /// <summary>A field or a property, with the way to it.</summary>
    private static string? Key(FixSite site, ExpressionSyntax expression) =>
        expression is SimpleNameSyntax { Parent: not (MemberAccessExpressionSyntax or NameColonSyntax or NameEqualsSyntax) } or SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Expression: SimpleNameSyntax } } or MemberAccessExpressionSyntax
        && (expression.Parent as MemberAccessExpressionSyntax)?.Name != expression
        && site.Model.GetSymbolInfo(expression, site.CancellationToken).Symbol is IFieldSymbol { IsConst: false } or IPropertySymbol
            ? Strip(expression).ToString()
            : null;

    private static ExpressionSyntax Strip(ExpressionSyntax expression) => expression is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: { } name } ? name : expression;

    // What is shown may be told to refresh at any time.
    private static bool IsElement(FixSite site, ExpressionSyntax receiver) =>
        site.Model.GetTypeInfo(receiver, site.CancellationToken).Type is INamedTypeSymbol { TypeKind: TypeKind.Class } type && site.Engine.Hosts.HandlersOf(type) == Host.Ui;
}
