using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Asks who else writes a field or a variable. Names are enough: what is asked about is private to the code that is searched, or it is open
/// to code that could not be searched anyway.
/// </summary>
internal static class SharedState
{
    /// <summary>Code that may run beside the place gives the state another value.</summary>
    public static bool IsChangedBeside(ISymbol state, SyntaxNode place, CancellationToken cancellationToken)
    {
        if (IsOpen(state))
        {
            return true;
        }

        var own = FunctionAround(place);
        return Scope(state, cancellationToken).SelectMany(scope => Mentions(state, scope)).Any(mention => IsWritten(mention) && FunctionAround(mention) is var function
            && function != own && function is not (null or ConstructorDeclarationSyntax));
    }

    /// <summary>The state is changed as code does that is free of locks; there, to spin is how to wait.</summary>
    public static bool IsExchanged(ISymbol state, CancellationToken cancellationToken) =>
        Scope(state, cancellationToken).SelectMany(scope => Mentions(state, scope)).Any(static mention => Whole(mention).Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && IsExchange(call));

    /// <summary>The type around the place exchanges state without locks.</summary>
    public static bool IsExchangedAround(SyntaxNode place) =>
        place.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault()?.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(IsExchange) == true;

    private static bool IsExchange(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax
    {
        Name.Identifier.ValueText: "CompareExchange" or "Exchange",
        Expression: SimpleNameSyntax { Identifier.ValueText: "Interlocked" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Interlocked" },
    };

    // What others can write they are taken to write: it would not be open otherwise.
    private static bool IsOpen(ISymbol state) => state switch
    {
        IFieldSymbol field => field.DeclaredAccessibility > Accessibility.Private,
        IPropertySymbol { SetMethod: { } setter } => setter.DeclaredAccessibility > Accessibility.Private,
        _ => false,
    };

    private static IEnumerable<SyntaxNode> Scope(ISymbol state, CancellationToken cancellationToken)
    {
        ISymbol owner = state;
        while (owner is ILocalSymbol or IParameterSymbol or IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            owner = owner.ContainingSymbol;
        }

        if (owner is IFieldSymbol or IPropertySymbol && owner.IsSameAs(state))
        {
            owner = state.ContainingType.Outermost();
        }

        return owner.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken));
    }

    private static IEnumerable<SimpleNameSyntax> Mentions(ISymbol state, SyntaxNode scope) =>
        scope.DescendantNodes().OfType<SimpleNameSyntax>().Where(name => name.Identifier.ValueText == state.Name);

    private static bool IsWritten(SimpleNameSyntax mention) => Whole(mention) is var whole && whole.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == whole,
        PostfixUnaryExpressionSyntax postfix => !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression),
        PrefixUnaryExpressionSyntax prefix => prefix.RawKind is (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression,
        ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax } } => true,
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 and not (int)SyntaxKind.InKeyword, Parent.Parent: InvocationExpressionSyntax call } => !IsRead(call),
        RefExpressionSyntax => true,
        _ => false,
    };

    private static bool IsRead(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Read" or "VolatileRead" };

    private static ExpressionSyntax Whole(SimpleNameSyntax mention) =>
        mention.Parent is MemberAccessExpressionSyntax access && access.Name == mention ? access : mention;

    private static SyntaxNode? FunctionAround(SyntaxNode node) => node.Ancestors().FirstOrDefault(static ancestor => ancestor is
        AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax }
        or CompilationUnitSyntax or TypeDeclarationSyntax) switch
    {
        TypeDeclarationSyntax => null,
        var function => function,
    };
}
