using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>What an expression has evaluated, and still holds, when it comes to a place inside it.</summary>
internal static class EarlierOperands
{
    /// <summary>
    /// A value that others may change is read before the place and used behind it. At an await others get their turn, and what they
    /// write in it would be overwritten or overlooked.
    /// </summary>
    public static bool ReadShared(FixSite site, SyntaxNode place)
    {
        for (var node = place; node.Parent is { } parent and not (StatementSyntax or AnonymousFunctionExpressionSyntax or ArrowExpressionClauseSyntax or VariableDeclaratorSyntax or MemberDeclarationSyntax); node = parent)
        {
            if (Holds(site, parent, node))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Holds(FixSite site, SyntaxNode parent, SyntaxNode node)
    {
        switch (parent)
        {
            // These have made their choice before they come to the place.
            case ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or SwitchExpressionSyntax or SwitchExpressionArmSyntax:
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression }:
                return false;
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression or (int)SyntaxKind.CoalesceAssignmentExpression } assignment:
                return assignment.Left is ElementAccessExpressionSyntax { ArgumentList: var index } && index != node && Reads(site, index);
            case AssignmentExpressionSyntax compound when compound.Right == node:
                return Reads(site, compound.Left) || IsCaptured(site, compound.Left);

            // What is called or indexed is an object, not the value that it has at the time.
            case InvocationExpressionSyntax or ElementAccessExpressionSyntax or MemberAccessExpressionSyntax:
                return false;
            default:
                return parent.ChildNodes().TakeWhile(child => child != node).Any(child => child is not TypeSyntax or NameSyntax && Reads(site, child));
        }
    }

    private static bool Reads(SyntaxNode operand, System.Func<SyntaxNode, bool> isRead) =>
        operand.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax).Any(isRead);

    private static bool Reads(FixSite site, SyntaxNode operand) => Reads(operand, node => node switch
    {
        ElementAccessExpressionSyntax element => site.Model.GetTypeInfo(element.Expression, site.CancellationToken).Type is not { SpecialType: SpecialType.System_String },
        SimpleNameSyntax name when !IsOnlyNamed(name) => IsShared(site, name),
        _ => false,
    });

    // The target of a call, and what an initializer sets.
    private static bool IsOnlyNamed(SimpleNameSyntax name) =>
        name.Parent is NameColonSyntax or NameEqualsSyntax
        || (name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } set && set.Left == name)
        || name.Ancestors().OfType<InvocationExpressionSyntax>().Any(call => call.Expression.Span.Contains(name.Span) || call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" });

    private static bool IsShared(FixSite site, SimpleNameSyntax name) => site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol switch
    {
        IFieldSymbol { IsReadOnly: false, IsConst: false } field => !(field.ContainingType.IsValueType && IsOfLocal(site, name)),
        IPropertySymbol { IsIndexer: false } property => !IsFixed(site, property, name),
        _ => false,
    };

    private static bool IsFixed(FixSite site, IPropertySymbol property, SimpleNameSyntax name)
    {
        if (property is { Name: "Length", ContainingType.SpecialType: SpecialType.System_String or SpecialType.System_Array })
        {
            return name.Parent is not MemberAccessExpressionSyntax { Expression: { } owner } || !Reads(site, owner);
        }

        // A task completes once.
        if (property.Name == "Result" && (site.Symbols.IsTask(property.ContainingType) || site.Symbols.IsValueTask(property.ContainingType)))
        {
            return true;
        }

        return property.SetMethod is null or { IsInitOnly: true } && property.GetMethod is { } getter
            && (site.Symbols.IsOwn(property) ? Bodies.IsAutoAccessor(getter) && !getter.IsVirtual : property.IsStatic || (property.ContainingType.IsValueType && IsOfLocal(site, name)));
    }

    // A value in a local is a copy of its own.
    private static bool IsOfLocal(FixSite site, SimpleNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } access && access.Name == name
        && site.Model.GetSymbolInfo(owner, site.CancellationToken).Symbol is ILocalSymbol or IParameterSymbol;

    private static bool IsCaptured(FixSite site, ExpressionSyntax target) =>
        site.Model.GetSymbolInfo(target, site.CancellationToken).Symbol is (ILocalSymbol or IParameterSymbol) and { ContainingSymbol: var owner }
        && !owner.IsSameAs(site.Model.GetEnclosingSymbol(target.SpanStart, site.CancellationToken));
}
