using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Which methods have one signature because they override or implement one another.</summary>
internal sealed class Slots(TypeHierarchy hierarchy, KnownSymbols symbols)
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> found = new(SymbolEqualityComparer.Default);

    /// <summary>The method and all that change with it; default when some of them are not this compilation's.</summary>
    public ImmutableArray<IMethodSymbol> Of(IMethodSymbol method)
    {
        method = method.Canonical();
        return found.TryGetValue(method, out var known) ? known : found.GetOrAdd(method, Search(method));
    }

    private ImmutableArray<IMethodSymbol> Search(IMethodSymbol method)
    {
        var shared = new List<IMethodSymbol> { method };
        for (var i = 0; i < shared.Count; i++)
        {
            if (!symbols.IsOwn(shared[i]) || shared[i].DeclaringSyntaxReferences.IsEmpty)
            {
                return default;
            }

            foreach (var other in Neighbours(shared[i]))
            {
                if (!shared.Contains(other.Canonical(), SymbolEqualityComparer.Default))
                {
                    shared.Add(other.Canonical());
                }
            }
        }

        return [.. shared];
    }

    private IEnumerable<IMethodSymbol> Neighbours(IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return [];
        }

        var above = method.OverriddenMethod is { } overridden ? method.ExplicitInterfaceImplementations.Add(overridden) : method.ExplicitInterfaceImplementations;
        return above.Concat(method.ContainingType.TypeKind == TypeKind.Interface ? Implementations(method) : Overrides(method).Concat(Implemented(method)));
    }

    private IEnumerable<IMethodSymbol> Implementations(IMethodSymbol slot) =>
        from type in hierarchy.Concrete(slot.ContainingType)
        from contract in type.AllInterfaces
        where contract.OriginalDefinition.IsSameAs(slot.ContainingType)
        from member in contract.GetMembers(slot.Name)
        where member.OriginalDefinition.IsSameAs(slot)
        let implementation = type.FindImplementationForInterfaceMember(member) as IMethodSymbol
        where implementation is not null
        select implementation;

    private IEnumerable<IMethodSymbol> Overrides(IMethodSymbol slot) =>
        (slot.IsVirtual || slot.IsAbstract || slot.IsOverride) && !slot.IsSealed
            ? from type in hierarchy.Concrete(slot.ContainingType)
              from member in type.GetMembers(slot.Name)
              let candidate = member as IMethodSymbol
              where candidate is { IsOverride: true } && candidate.OverriddenMethod?.OriginalDefinition.IsSameAs(slot) == true
              select candidate
            : [];

    // A class may also give to the contract of a class below what it has itself.
    private IEnumerable<IMethodSymbol> Implemented(IMethodSymbol method) =>
        method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false }
            ? from type in hierarchy.Concrete(method.ContainingType)
              from contract in type.AllInterfaces
              from member in contract.GetMembers(method.Name)
              where type.FindImplementationForInterfaceMember(member)?.OriginalDefinition.IsSameAs(method) == true
              select (IMethodSymbol)member
            : [];
}
