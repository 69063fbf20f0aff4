using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Which methods of this compilation a call may reach.</summary>
internal sealed class Dispatch(TypeHierarchy hierarchy, KnownSymbols symbols)
{
    /// <summary>More candidates than this agree on nothing that a person could follow.</summary>
    private const int MaximumCandidates = 32;

    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> candidates = new(SymbolEqualityComparer.Default);

    /// <summary>The same where the receiver is known to be of a class further down.</summary>
    private readonly ConcurrentDictionary<(INamedTypeSymbol Receiver, IMethodSymbol Target), ImmutableArray<IMethodSymbol>> narrowed = new();

    private readonly ConcurrentDictionary<INamedTypeSymbol, INamedTypeSymbol?> behind = new(SymbolEqualityComparer.Default);

    /// <summary>Whether a class or one above it has methods that classes below replace.</summary>
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> slots = new(SymbolEqualityComparer.Default);

    /// <summary>The candidates in declaration order; empty when nothing is known of the callee.</summary>
    /// <param name="call">The call.</param>
    /// <param name="self">The class of the instance that makes it, where that is known to be one further down.</param>
    public ImmutableArray<IMethodSymbol> Targets(CallSite call, INamedTypeSymbol? self = null)
    {
        var target = call.Target.Canonical();
        if (!IsVirtual(target) || call.Has(CallTraits.Base))
        {
            return [target];
        }

        if (NeverSpreads(target))
        {
            return [];
        }

        if (self is not null && call.IsOnSelf)
        {
            return Narrowed(self, target);
        }

        // The receiver was created in sight, or its class has no others below.
        if ((call.Receiver.Type ?? ExactType(call.ReceiverType)) is { } exact)
        {
            return Implementation(exact, target) is { } only ? [only.Canonical()] : [];
        }

        var declared = call.ReceiverType as INamedTypeSymbol;
        if (declared is not null && !declared.OriginalDefinition.IsSameAs(target.ContainingType) && declared.TypeKind is TypeKind.Class or TypeKind.Interface)
        {
            return Narrowed(declared, target);
        }

        return candidates.TryGetValue(target, out var known) ? known : candidates.GetOrAdd(target, Candidates(target.ContainingType, target));
    }

    /// <summary>The class of the instance that a callee runs on, where that is known to be one below the callee's and can matter to what it calls.</summary>
    /// <param name="call">The call.</param>
    /// <param name="caller">Where it stands; null for none in sight.</param>
    /// <param name="self">The class of the caller's instance, where that is known to be one further down.</param>
    /// <param name="callee">What it reaches.</param>
    public INamedTypeSymbol? SelfOf(CallSite call, Body? caller, INamedTypeSymbol? self, IMethodSymbol? callee)
    {
        if (callee is not { IsStatic: false, ContainingType: { TypeKind: TypeKind.Class, IsSealed: false } declaring } || !HasSlots(declaring))
        {
            return null;
        }

        var receiver = call.IsOnSelf ? self ?? caller?.Root.Symbol.ContainingType : call.Receiver.Type ?? call.ReceiverType as INamedTypeSymbol;
        receiver = receiver is { TypeKind: TypeKind.Interface } ? CommonClass(receiver.OriginalDefinition) : receiver;
        return receiver is { TypeKind: TypeKind.Class } && !receiver.OriginalDefinition.IsSameAs(declaring.OriginalDefinition) ? receiver.OriginalDefinition : null;
    }

    /// <summary>The nearest class that all which stand behind an interface are, or derive from.</summary>
    private INamedTypeSymbol? CommonClass(INamedTypeSymbol contract)
    {
        return behind.TryGetValue(contract, out var known) ? known : behind.GetOrAdd(contract, Search(contract));

        INamedTypeSymbol? Search(INamedTypeSymbol contract)
        {
            INamedTypeSymbol? common = null;
            foreach (var type in hierarchy.Concrete(contract))
            {
                if (!type.IsAbstract && (common = common is null ? type : NearestAbove(common, type)) is null)
                {
                    return null;
                }
            }

            return common;
        }

        static INamedTypeSymbol? NearestAbove(INamedTypeSymbol one, INamedTypeSymbol other)
        {
            for (var current = one; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType?.OriginalDefinition)
            {
                if (other.Is(current))
                {
                    return current;
                }
            }

            return null;
        }
    }

    /// <summary>Methods of the class may call some that classes below it replace.</summary>
    private bool HasSlots(INamedTypeSymbol type)
    {
        type = type.OriginalDefinition;
        return slots.TryGetValue(type, out var known) ? known : slots.GetOrAdd(type, Search(type));

        static bool Search(INamedTypeSymbol type)
        {
            for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
            {
                foreach (var member in current.GetMembers())
                {
                    if (member is IMethodSymbol { IsStatic: false } and ({ IsVirtual: true } or { IsAbstract: true }))
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }

    private ImmutableArray<IMethodSymbol> Narrowed(INamedTypeSymbol receiver, IMethodSymbol target) =>
        narrowed.TryGetValue((receiver, target), out var few) ? few : narrowed.GetOrAdd((receiver, target), Candidates(receiver, target));

    private static bool IsVirtual(IMethodSymbol method) =>
        (method.IsVirtual || method.IsAbstract || method.IsOverride) && !method.IsSealed && !method.ContainingType.IsSealed && !method.IsStatic;

    private static INamedTypeSymbol? ExactType(ITypeSymbol? type) =>
        type is INamedTypeSymbol { IsSealed: true, TypeKind: TypeKind.Class or TypeKind.Struct } named ? named : null;

    // Everything is an object, and almost everything can be disposed, compared or enumerated.
    private bool NeverSpreads(IMethodSymbol method)
    {
        for (var slot = method; slot is not null; slot = slot.OverriddenMethod)
        {
            if (slot.ContainingType.SpecialType == SpecialType.System_Object)
            {
                return true;
            }
        }

        return method.Name is "Dispose" or "Equals" or "CompareTo" or "GetEnumerator" or "MoveNext" or "get_Current" or "Compare"
            && !symbols.IsOwn(method);
    }

    private ImmutableArray<IMethodSymbol> Candidates(INamedTypeSymbol root, IMethodSymbol target)
    {
        var found = ImmutableArray.CreateBuilder<IMethodSymbol>();
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        foreach (var type in hierarchy.Concrete(root))
        {
            if (Implementation(type, target)?.Canonical() is { IsAbstract: false } implementation && seen.Add(implementation))
            {
                found.Add(implementation);
                if (found.Count > MaximumCandidates)
                {
                    return [];
                }
            }
        }

        return found.ToImmutable();
    }

    private static IMethodSymbol? Implementation(INamedTypeSymbol type, IMethodSymbol target)
    {
        if (target.ContainingType.TypeKind == TypeKind.Interface)
        {
            foreach (var implemented in type.AllInterfaces)
            {
                if (implemented.OriginalDefinition.IsSameAs(target.ContainingType))
                {
                    foreach (var member in implemented.GetMembers(target.Name))
                    {
                        if (member.OriginalDefinition.IsSameAs(target))
                        {
                            // What a base class gives to the contract its heirs may still override.
                            return type.FindImplementationForInterfaceMember(member) is IMethodSymbol slot
                                ? IsVirtual(slot) && !slot.ContainingType.IsSameAs(type) && slot.ContainingType.TypeKind == TypeKind.Class ? Implementation(type, slot.OriginalDefinition) : slot
                                : null;
                        }
                    }
                }
            }

            return null;
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.OriginalDefinition.IsSameAs(target.ContainingType))
            {
                return target;
            }

            foreach (var member in current.OriginalDefinition.GetMembers(target.Name))
            {
                if (member is IMethodSymbol { IsOverride: true } candidate && Overrides(candidate, target))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    private static bool Overrides(IMethodSymbol candidate, IMethodSymbol target)
    {
        for (var slot = candidate.OverriddenMethod; slot is not null; slot = slot.OverriddenMethod)
        {
            if (slot.OriginalDefinition.IsSameAs(target))
            {
                return true;
            }
        }

        return false;
    }
}
