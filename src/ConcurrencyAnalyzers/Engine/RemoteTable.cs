using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Clients of other machines, by symbol. The data is <c>Catalog/Remote.txt</c>.</summary>
internal sealed class RemoteTable
{
    private static readonly Lazy<Dictionary<string, RemoteEntry>> Rows = new(Read);

    private readonly ConcurrentDictionary<INamedTypeSymbol, RemoteEntry?> types = new(SymbolEqualityComparer.Default);

    /// <summary>What the line of the type says, or else that of a base type, of an interface, of a namespace around.</summary>
    public RemoteEntry? Of(ITypeSymbol? type) => type is INamedTypeSymbol { SpecialType: SpecialType.None, OriginalDefinition: var definition }
        ? types.TryGetValue(definition, out var known) ? known : types.GetOrAdd(definition, Search(definition))
        : null;

    public RemoteEntry? Of(IMethodSymbol method) =>
        method.ContainingType is not { } type ? null
        : Rows.Value.TryGetValue($"M:{MetadataNames.Of(type)}.{method.Name}", out var member) ? member
        : Of(type);

    private static RemoteEntry? Search(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (Rows.Value.TryGetValue("T:" + MetadataNames.Of(current), out var own))
            {
                return own;
            }
        }

        foreach (var contract in type.AllInterfaces)
        {
            if (Rows.Value.TryGetValue("T:" + MetadataNames.Of(contract), out var implemented))
            {
                return implemented;
            }
        }

        var names = new Stack<string>();
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            names.Push(space.Name);
        }

        RemoteEntry? found = null;
        var prefix = "N:";
        foreach (var name in names)
        {
            prefix += prefix.Length == 2 ? name : "." + name;
            found = Rows.Value.TryGetValue(prefix, out var around) ? around : found;
        }

        return found;
    }

    private static Dictionary<string, RemoteEntry> Read() => EmbeddedData.Remote.ToDictionary(
        static row => row[0],
        static row => new RemoteEntry(
            row[1] switch { "network" => Effect.Network, "database" => Effect.Database, _ => null },
            row[2] switch { "shared" => RemoteUse.Shared, "gate" => RemoteUse.Gate, _ => RemoteUse.Single },
            row[3] == "-" ? [] : [.. row[3].Split(',')]));
}
