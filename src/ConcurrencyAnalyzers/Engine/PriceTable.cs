using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What a call costs: nanoseconds, for each element of the receiver or of a parameter where it grows.</summary>
internal readonly record struct Price(double Nanoseconds, int Size)
{
    public const int Nothing = -2;

    public const int Receiver = -1;

    public bool Grows => Size != Nothing;
}

/// <summary>What everyday members of the base class library cost. The data is <c>Catalog/Prices.txt</c>.</summary>
internal sealed class PriceTable
{
    private static readonly Lazy<Dictionary<string, Dictionary<string, Price>>> Rows = new(Read);

    private readonly ConcurrentDictionary<INamedTypeSymbol, Dictionary<string, Price>?> types = new(SymbolEqualityComparer.Default);

    /// <summary>Null where no line says anything: the price is not known.</summary>
    public Price? Find(IMethodSymbol method)
    {
        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            if (current.ContainingType is { } type && Find(type.OriginalDefinition, current) is { } price)
            {
                return price;
            }
        }

        // Whoever implements a collection's contract costs about as much as the contract.
        foreach (var contract in method.ContainingType?.AllInterfaces ?? [])
        {
            if (contract.OriginalDefinition is { } definition && EntriesOf(definition) is { } entries && entries.TryGetValue(NameOf(method), out var price))
            {
                return price;
            }
        }

        return null;
    }

    private Price? Find(INamedTypeSymbol type, IMethodSymbol method) =>
        EntriesOf(type) is not { } entries ? null
        : entries.TryGetValue(NameOf(method), out var price) || entries.TryGetValue("*", out price) ? price
        : null;

    private Dictionary<string, Price>? EntriesOf(INamedTypeSymbol type) => types.TryGetValue(type, out var known)
        ? known
        : types.GetOrAdd(type, Rows.Value.TryGetValue(MetadataNames.Of(type), out var entries) ? entries : null);

    private static string NameOf(IMethodSymbol method) => method.MethodKind == MethodKind.Constructor ? "#ctor" : method.Name;

    private static Dictionary<string, Dictionary<string, Price>> Read()
    {
        var types = new Dictionary<string, Dictionary<string, Price>>();
        foreach (var row in EmbeddedData.Prices)
        {
            if (!types.TryGetValue(row[0], out var members))
            {
                types.Add(row[0], members = []);
            }

            var size = row[2] switch { "-" => Price.Nothing, "this" => Price.Receiver, var parameter => int.Parse(parameter, CultureInfo.InvariantCulture) };
            foreach (var member in row[1].Split(','))
            {
                members.Add(member, new Price(double.Parse(row[3], CultureInfo.InvariantCulture), size));
            }
        }

        return types;
    }
}
