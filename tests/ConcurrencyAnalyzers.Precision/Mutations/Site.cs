using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>A place in a method of the code base where one more statement can stand and is on an ordinary way through the method.</summary>
internal sealed record Site(MethodDeclarationSyntax Method, TypeDeclarationSyntax Type, int Position, bool HasThis)
{
    public SyntaxTree Tree => Method.SyntaxTree;
}
