using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Catalog;

/// <summary>The catalog as one compilation sees it: entries by symbol, the user's before ours, inherited by overrides and implementations.</summary>
internal sealed class ApiCatalog(KnownSymbols symbols, CatalogIndex user, ITypeCatalog shipped)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, (TypeEntries? User, TypeEntries? Shipped)> types = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<IMethodSymbol, CatalogEntry?> methods = new(SymbolEqualityComparer.Default);

    public CatalogEntry? Find(IMethodSymbol method)
    {
        method = method.Canonical();
        if (Described(method) is null)
        {
            return null;
        }

        return methods.TryGetValue(method, out var known) ? known : methods.GetOrAdd(method, Search(method));
    }

    /// <summary>What a line about the method names: the property of a getter, otherwise the method. Null where no line would ever be asked for.</summary>
    public static ISymbol? Described(IMethodSymbol method) => method switch
    {
        { ContainingType: null } => null,
        { MethodKind: MethodKind.PropertySet or MethodKind.DelegateInvoke or MethodKind.LocalFunction or MethodKind.AnonymousFunction or MethodKind.StaticConstructor } => null,
        { MethodKind: MethodKind.PropertyGet, AssociatedSymbol: { } property } => property,
        _ => method,
    };

    /// <summary>What an instance of the type stands for, said by its own line or the line of a type it derives from.</summary>
    public CatalogEntry? Instance(ITypeSymbol? type)
    {
        for (var current = type as INamedTypeSymbol; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            var (mine, ours) = EntriesOf(current);
            if ((mine?.Instance ?? ours?.Instance) is { } instance)
            {
                return instance;
            }
        }

        return null;
    }

    private CatalogEntry? Search(IMethodSymbol method)
    {
        var isOwn = symbols.IsOwn(method);
        if (isOwn && user.IsEmpty && !method.IsOverride)
        {
            return null;
        }

        if (Own(method) is { } own)
        {
            return own;
        }

        // A constructor says nothing of another type's; a body in source speaks for itself.
        if (method.MethodKind == MethodKind.Constructor || (isOwn && !method.IsAbstract))
        {
            return null;
        }

        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (Own(overridden.OriginalDefinition) is { } inherited)
            {
                return inherited;
            }
        }

        // A provider's command hides the base's member to narrow its result, so the name and the shape decide.
        for (var type = method.ContainingType.BaseType; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            if (Declares(type, method) is { } hidden && Own(hidden) is { } inherited)
            {
                return inherited;
            }
        }

        foreach (var contract in method.ContainingType.AllInterfaces)
        {
            if (EntriesOf(contract) is not (null, null) && Declares(contract, method) is { } declared && Own(declared) is { } inherited)
            {
                return inherited;
            }
        }

        return null;
    }

    private CatalogEntry? Own(IMethodSymbol method)
    {
        var (mine, ours) = EntriesOf(method.ContainingType);
        if ((mine, ours) is (null, null) || Described(method) is not { } described)
        {
            return null;
        }

        var name = MetadataNames.OfMember(described);
        return Choose(mine, described, name) ?? Choose(ours, described, name);
    }

    private static CatalogEntry? Choose(TypeEntries? entries, ISymbol described, string name)
    {
        if (entries?.Find(name) is not { IsEmpty: false } candidates)
        {
            return null;
        }

        CatalogEntry? family = null;
        string? exactId = null;
        var kind = described is IPropertySymbol ? 'P' : 'M';
        foreach (var candidate in candidates)
        {
            if (candidate.Id[0] != kind)
            {
                continue;
            }

            if (candidate.Id.IndexOf('(') < 0)
            {
                family ??= candidate;
            }
            else if (candidate.Id == (exactId ??= ExactId(described)))
            {
                return candidate;
            }
        }

        return family;
    }

    // The ID of a member without parameters is also that of all overloads: only an empty list means the one.
    private static string ExactId(ISymbol described)
    {
        var id = described.OriginalDefinition.GetDocumentationCommentId() ?? "";
        return id.Length == 0 || id.IndexOf('(') >= 0 ? id : id + "()";
    }

    private static IMethodSymbol? Declares(INamedTypeSymbol type, IMethodSymbol like)
    {
        foreach (var member in type.OriginalDefinition.GetMembers(like.Name))
        {
            if (member is IMethodSymbol method && method.IsStatic == like.IsStatic && method.Parameters.Length == like.Parameters.Length)
            {
                return method;
            }
        }

        return null;
    }

    private (TypeEntries? User, TypeEntries? Shipped) EntriesOf(INamedTypeSymbol type)
    {
        type = type.OriginalDefinition;
        if (types.TryGetValue(type, out var known))
        {
            return known;
        }

        var name = MetadataNames.Of(type);
        return types.GetOrAdd(type, (user.Find(name), shipped.Find(name)));
    }
}
