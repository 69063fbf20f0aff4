using System;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Roslyn;

/// <summary>Questions about symbols that are asked in many places.</summary>
internal static class SymbolShapes
{
    /// <summary>The one symbol that stands for a method: no type arguments, no reduced form, the part with the body.</summary>
    public static IMethodSymbol Canonical(this IMethodSymbol method)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        return method.PartialImplementationPart ?? method;
    }

    /// <summary>The word is part of the name, however it is written: what people call a thing is evidence where nothing else is.</summary>
    public static bool Says(this ISymbol symbol, string word) => symbol.Name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>The type that is in no other one.</summary>
    public static INamedTypeSymbol Outermost(this INamedTypeSymbol type)
    {
        while (type.ContainingType is { } outer)
        {
            type = outer;
        }

        return type.OriginalDefinition;
    }

    public static bool IsSameAs(this ISymbol? left, ISymbol? right) => SymbolEqualityComparer.Default.Equals(left, right);

    /// <summary>Itself, a class it derives from or an interface it implements.</summary>
    public static bool Is(this ITypeSymbol? type, INamedTypeSymbol? ancestor)
    {
        if (type is null || ancestor is null)
        {
            return false;
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.OriginalDefinition.IsSameAs(ancestor))
            {
                return true;
            }
        }

        if (ancestor.TypeKind == TypeKind.Interface)
        {
            foreach (var implemented in type.AllInterfaces)
            {
                if (implemented.OriginalDefinition.IsSameAs(ancestor))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <param name="symbol">What is asked.</param>
    /// <param name="type">The attribute's own type; where a framework lacks it nothing has it.</param>
    public static bool HasAttribute(this ISymbol symbol, INamedTypeSymbol? type)
    {
        if (type is null)
        {
            return false;
        }

        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.IsSameAs(type))
            {
                return true;
            }
        }

        return false;
    }
}
