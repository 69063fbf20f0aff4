using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Follows what one body could not: a field back to what it is assigned, a factory to what it returns.</summary>
internal sealed class Origins(Bodies bodies)
{
    private const int MaximumHops = 4;

    private readonly ConcurrentDictionary<IFieldSymbol, List<Origin>?> assigned = new(SymbolEqualityComparer.Default);

    /// <summary>A known kind, a parameter of the asking body, or unknown.</summary>
    public Origin Resolve(Origin origin, CancellationToken cancellationToken) => Resolve(origin, MaximumHops, cancellationToken);

    /// <summary>The effect of I/O on what the origin stands for; null when it is in memory.</summary>
    public static Effect? EffectOf(OriginKind kind) => kind switch
    {
        OriginKind.Memory => null,
        OriginKind.File => Effect.File,
        OriginKind.Network => Effect.Network,
        OriginKind.Database => Effect.Database,
        OriginKind.Process => Effect.Process,
        OriginKind.StandardInput => Effect.StandardInput,
        OriginKind.Console => Effect.Console,
        _ => Effect.Stream,
    };

    private Origin Resolve(Origin origin, int hops, CancellationToken cancellationToken)
    {
        if (origin.Source is null || origin.Kind != OriginKind.Unknown)
        {
            return origin;
        }

        if (hops == 0)
        {
            return Origin.Unknown;
        }

        IEnumerable<Origin>? values = origin.Source switch
        {
            IFieldSymbol field => Assigned(field, cancellationToken),
            IMethodSymbol method => bodies.Of(method, cancellationToken)?.Returns,
            _ => null,
        };
        Origin? joined = null;
        foreach (var value in values ?? [])
        {
            var resolved = Resolve(value, hops - 1, cancellationToken);

            // A parameter of the constructor or the factory is nobody's here.
            if (resolved.Parameter != EffectFact.Nothing)
            {
                return Origin.Unknown;
            }

            joined = joined is { } known ? Origin.Join(known, resolved) : resolved;
        }

        return joined ?? Origin.Unknown;
    }

    /// <summary>All that a field is ever given, when only this type can give it something.</summary>
    private List<Origin>? Assigned(IFieldSymbol field, CancellationToken cancellationToken) =>
        assigned.TryGetValue(field, out var known) ? known : assigned.GetOrAdd(field, Collect(field, cancellationToken));

    private List<Origin>? Collect(IFieldSymbol field, CancellationToken cancellationToken)
    {
        if (!field.IsReadOnly && field.DeclaredAccessibility != Accessibility.Private)
        {
            return null;
        }

        var origins = new List<Origin>();
        if (bodies.OfInitializer(field, cancellationToken) is { } initializer)
        {
            origins.AddRange(initializer.FieldAssignments.Where(a => a.Field.IsSameAs(field)).Select(static a => a.Origin));
        }

        foreach (var member in SelfAndNested(field.ContainingType).SelectMany(static type => type.GetMembers()))
        {
            if (member is IMethodSymbol { IsImplicitlyDeclared: false } method
                && (!field.IsReadOnly || method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor)
                && bodies.Of(method, cancellationToken) is { } body)
            {
                origins.AddRange(body.SelfAndNested().SelectMany(static b => b.FieldAssignments).Where(a => a.Field.IsSameAs(field)).Select(static a => a.Origin));
            }
        }

        return origins;
    }

    // A nested type may write the private fields of the one around.
    private static IEnumerable<INamedTypeSymbol> SelfAndNested(INamedTypeSymbol type) => type.GetTypeMembers().SelectMany(SelfAndNested).Prepend(type);
}
