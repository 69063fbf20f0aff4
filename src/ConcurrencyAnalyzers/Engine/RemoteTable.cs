using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Who may use one instance at the same time.</summary>
internal enum RemoteUse : byte
{
    /// <summary>Any number of callers.</summary>
    Shared,

    /// <summary>One caller after the other.</summary>
    Single,

    /// <summary>No client at all: whoever awaits it is made to wait for its turn.</summary>
    Gate,
}

/// <summary>What is known of a type that asks other machines, or paces those who do.</summary>
/// <param name="Kind">Network or database; null where the type does not tell.</param>
/// <param name="Use">Who may use an instance at the same time.</param>
/// <param name="Reads">The names of members that change nothing over there; a trailing <c>*</c> is a prefix.</param>
internal sealed record RemoteEntry(Effect? Kind, RemoteUse Use, ImmutableArray<string> Reads)
{
    public bool OnlyReads(string member) =>
        Reads.Any(name => name.EndsWith("*", StringComparison.Ordinal) ? member.StartsWith(name.TrimEnd('*'), StringComparison.Ordinal) : member == name);
}

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
