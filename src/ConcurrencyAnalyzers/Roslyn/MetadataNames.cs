using System.Text;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Roslyn;

/// <summary>Names as they stand in documentation IDs. Built once per type by the caches that ask; never per call.</summary>
internal static class MetadataNames
{
    public static string Of(INamedTypeSymbol type)
    {
        var builder = new StringBuilder();
        Append(builder, type.OriginalDefinition);
        return builder.ToString();
    }

    /// <summary>"#ctor" for a constructor, "Item" for an indexer, "N#IContract#Go" for an explicit implementation.</summary>
    public static string OfMember(ISymbol member) => member.MetadataName.Replace('.', '#').Replace('<', '{').Replace('>', '}');

    private static void Append(StringBuilder builder, INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
        {
            Append(builder, outer);
            builder.Append('.');
        }
        else
        {
            AppendNamespace(builder, type.ContainingNamespace);
        }

        builder.Append(type.MetadataName);
    }

    private static void AppendNamespace(StringBuilder builder, INamespaceSymbol? space)
    {
        if (space is { IsGlobalNamespace: false })
        {
            AppendNamespace(builder, space.ContainingNamespace);
            builder.Append(space.MetadataName).Append('.');
        }
    }
}
