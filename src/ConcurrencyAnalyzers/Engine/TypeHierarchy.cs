using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Which types of this compilation derive from which. Built once, when the first virtual call asks.</summary>
internal sealed class TypeHierarchy(Compilation compilation)
{
    private readonly Lazy<Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>> derived =
        new(() => Build(compilation.Assembly.GlobalNamespace), LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Classes and structs below the type, in declaration order; itself included when it is one.</summary>
    public IEnumerable<INamedTypeSymbol> Concrete(INamedTypeSymbol type)
    {
        type = type.OriginalDefinition;
        if (type.TypeKind is TypeKind.Class or TypeKind.Struct)
        {
            yield return type;
        }

        if (derived.Value.TryGetValue(type, out var below))
        {
            foreach (var candidate in below)
            {
                yield return candidate;
            }
        }
    }

    private static Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>> Build(INamespaceSymbol global)
    {
        var derived = new Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>(SymbolEqualityComparer.Default);
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(global);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            if (current is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type)
            {
                Add(derived, type);
            }

            var members = current is INamespaceSymbol space ? ImmutableArray.CreateRange<INamespaceOrTypeSymbol>(space.GetMembers()) : ImmutableArray.CreateRange<INamespaceOrTypeSymbol>(((INamedTypeSymbol)current).GetTypeMembers());
            for (var i = members.Length - 1; i >= 0; i--)
            {
                pending.Push(members[i]);
            }
        }

        return derived;
    }

    private static void Add(Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>> derived, INamedTypeSymbol type)
    {
        for (var ancestor = type.BaseType; ancestor is { SpecialType: not SpecialType.System_Object }; ancestor = ancestor.BaseType)
        {
            Below(ancestor).Add(type);
        }

        foreach (var implemented in type.AllInterfaces)
        {
            var below = Below(implemented);
            if (below.Count == 0 || !SymbolEqualityComparer.Default.Equals(below[below.Count - 1], type))
            {
                below.Add(type);
            }
        }

        List<INamedTypeSymbol> Below(INamedTypeSymbol ancestor)
        {
            if (!derived.TryGetValue(ancestor.OriginalDefinition, out var below))
            {
                derived.Add(ancestor.OriginalDefinition, below = []);
            }

            return below;
        }
    }
}
