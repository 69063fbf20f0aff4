using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Catalog;

/// <summary>The catalog as one compilation sees it: entries by symbol, the user's before ours, inherited by overrides and implementations.</summary>
internal sealed class ApiCatalog(KnownSymbols symbols, CatalogIndex user, CatalogIndex shipped)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, (TypeEntries? User, TypeEntries? Shipped)> types = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<IMethodSymbol, CatalogEntry?> methods = new(SymbolEqualityComparer.Default);

    /// <summary>Entries that the user wrote, which count for code in source, too.</summary>
    public bool HasUserEntries => !user.IsEmpty;

    public CatalogEntry? Find(IMethodSymbol method)
    {
        method = method.Canonical();
        if (method.ContainingType is null || method.MethodKind is MethodKind.PropertySet or MethodKind.DelegateInvoke or MethodKind.LocalFunction or MethodKind.AnonymousFunction)
        {
            return null;
        }

        return methods.TryGetValue(method, out var known) ? known : methods.GetOrAdd(method, Search(method));
    }

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

        var name = method.AssociatedSymbol is IPropertySymbol property ? property.MetadataName
            : method.MethodKind == MethodKind.Constructor ? "#ctor"
            : method.MetadataName.Replace('.', '#');
        if (Own(method, method.ContainingType, name) is { } own)
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
            if (Own(overridden.OriginalDefinition, overridden.ContainingType, name) is { } inherited)
            {
                return inherited;
            }
        }

        // A provider's command hides the base's member to narrow its result, so the name and the shape decide.
        for (var type = method.ContainingType.BaseType; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            if (Declares(type, method) is { } hidden && Own(hidden, type, name) is { } inherited)
            {
                return inherited;
            }
        }

        foreach (var contract in method.ContainingType.AllInterfaces)
        {
            if (EntriesOf(contract) is not (null, null) && Declares(contract, method) is { } declared && Own(declared, contract, name) is { } inherited)
            {
                return inherited;
            }
        }

        return null;
    }

    private CatalogEntry? Own(IMethodSymbol method, INamedTypeSymbol type, string name)
    {
        var (mine, ours) = EntriesOf(type);
        return Choose(mine, method, name) ?? Choose(ours, method, name);
    }

    private static CatalogEntry? Choose(TypeEntries? entries, IMethodSymbol method, string name)
    {
        if (entries?.Find(name) is not { IsEmpty: false } candidates)
        {
            return null;
        }

        CatalogEntry? family = null;
        string? exactId = null;
        foreach (var candidate in candidates)
        {
            if (candidate.Id.IndexOf('(') < 0)
            {
                family ??= candidate;
            }
            else if (candidate.Id == (exactId ??= method.OriginalDefinition.GetDocumentationCommentId() ?? ""))
            {
                return candidate;
            }
        }

        return family;
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
