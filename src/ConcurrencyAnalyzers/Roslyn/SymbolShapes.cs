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

    /// <summary>Others may implement or call it as it stands: its signature is not ours to change.</summary>
    public static bool IsContract(this IMethodSymbol method)
    {
        if (method.IsVirtual || method.IsOverride || method.IsAbstract || method.IsExtern || !method.ExplicitInterfaceImplementations.IsEmpty
            || method.ContainingType.TypeKind == TypeKind.Interface)
        {
            return true;
        }

        foreach (var implemented in method.ContainingType.AllInterfaces)
        {
            foreach (var member in implemented.GetMembers(method.Name))
            {
                if (method.ContainingType.FindImplementationForInterfaceMember(member).IsSameAs(method))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public static ITypeSymbol? TypeOf(this ISymbol? symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
