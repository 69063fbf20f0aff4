using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>The types of a code base that can take a helper, so that chains cross types and files as they do in life.</summary>
internal sealed class Neighbours
{
    private readonly List<TypeDeclarationSyntax> types;

    public Neighbours(IEnumerable<SyntaxTree> trees)
    {
        types = [.. trees.SelectMany(static tree => tree.GetRoot().DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax))
            .OfType<TypeDeclarationSyntax>()
            .Where(static type => type is ClassDeclarationSyntax or StructDeclarationSyntax && NamePart(type) is not null)];
    }

    public TypeDeclarationSyntax? Pick(Random random, SyntaxTree other)
    {
        for (var attempt = 0; attempt < 10 && types.Count > 0; attempt++)
        {
            if (types[random.Next(types.Count)] is var type && type.SyntaxTree != other)
            {
                return type;
            }
        }

        return null;
    }

    /// <summary>How any code of the project can name the type, if it can.</summary>
    public string? NameOf(TypeDeclarationSyntax type) => type.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax ? NamePart(type) : null;

    /// <summary>The namespace that a type belongs to which is written at the end of the file.</summary>
    public static string NamespaceAtTheEnd(SyntaxTree tree) =>
        ((CompilationUnitSyntax)tree.GetRoot()).Members.OfType<FileScopedNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "";

    public static int End(SyntaxTree tree) => tree.GetRoot().FullSpan.End;

    private static string? NamePart(TypeDeclarationSyntax type)
    {
        if (type.TypeParameterList is not null || type.OpenBraceToken.IsMissing || type.OpenBraceToken.RawKind == 0
            || type.Modifiers.Any(static modifier => modifier.IsKind(SyntaxKind.FileKeyword)))
        {
            return null;
        }

        var spaces = type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(static space => space.Name.ToString());
        return "global::" + string.Join(".", spaces.Append(type.Identifier.Text));
    }
}
