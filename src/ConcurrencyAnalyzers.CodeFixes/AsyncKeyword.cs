using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers;

/// <summary>Writes the keyword <c>async</c>. What comments and indents a function stays in front of it.</summary>
internal static class AsyncKeyword
{
    public static SyntaxToken Token => SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);

    /// <summary>The function with the keyword; null for what cannot have one.</summary>
    public static SyntaxNode? AddTo(SyntaxNode function)
    {
        switch (function)
        {
            case AnonymousFunctionExpressionSyntax lambda:
                return AddTo(lambda);
            case LocalFunctionStatementSyntax local:
                var ofLocal = AddTo(local.Modifiers, local.ReturnType);
                return local.WithModifiers(ofLocal.Modifiers).WithReturnType(ofLocal.Type);
            case MethodDeclarationSyntax method:
                var ofMethod = AddTo(method.Modifiers, method.ReturnType);
                return method.WithModifiers(ofMethod.Modifiers).WithReturnType(ofMethod.Type);
            default:
                return null;
        }
    }

    public static T AddTo<T>(T lambda)
        where T : AnonymousFunctionExpressionSyntax
    {
        var bare = lambda.WithoutLeadingTrivia();
        return (T)bare.WithModifiers(bare.Modifiers.Add(Token)).WithLeadingTrivia(lambda.GetLeadingTrivia());
    }

    /// <summary>The same for the parts of a declaration.</summary>
    /// <param name="modifiers">Those that it has.</param>
    /// <param name="type">What it returns.</param>
    public static (SyntaxTokenList Modifiers, TypeSyntax Type) AddTo(SyntaxTokenList modifiers, TypeSyntax type) => modifiers.Count > 0
        ? (modifiers.Add(Token), type)
        : (SyntaxFactory.TokenList(Token.WithLeadingTrivia(type.GetLeadingTrivia())), type.WithoutLeadingTrivia());
}
