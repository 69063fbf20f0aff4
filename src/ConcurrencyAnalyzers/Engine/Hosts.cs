using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Who calls a member, as far as that decides whether blocking is right there.</summary>
internal enum Host : byte
{
    None,
    EntryPoint,
    Test,
    Benchmark,
}

/// <summary>Frameworks that call methods, by symbol. The data is <c>Catalog/Hosts.txt</c>.</summary>
internal sealed class Hosts
{
    private static readonly Lazy<HostTable> Table = new(static () => new HostTable(EmbeddedData.Hosts));

    private readonly ConcurrentDictionary<INamedTypeSymbol, Host> memberAttributes = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, Host> typeAttributes = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, Host> types = new(SymbolEqualityComparer.Default);

    public Hosts(Compilation compilation)
    {
        foreach (var reference in compilation.ReferencedAssemblyNames)
        {
            switch (Table.Value.Assembly(reference.Name))
            {
                case "test" or "benchmark":
                    IsTestProject = true;
                    break;
                case "ui" or "legacy-web":
                    HasSynchronizationContext = true;
                    break;
            }
        }
    }

    /// <summary>A test framework is referenced: blocking is nobody's problem here.</summary>
    public bool IsTestProject { get; }

    /// <summary>A framework is referenced whose threads carry a synchronization context.</summary>
    public bool HasSynchronizationContext { get; }

    public Host Of(ISymbol member)
    {
        while (member is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction })
        {
            member = member.ContainingSymbol;
        }

        if (member is IMethodSymbol method && IsEntryPoint(method))
        {
            return Host.EntryPoint;
        }

        return OfAttributes(member, "attribute") is not Host.None and var own ? own
            : member.ContainingType is { } type ? types.TryGetValue(type, out var known) ? known : types.GetOrAdd(type, OfType(type))
            : Host.None;
    }

    /// <summary><c>Main</c>, or the statements at the top of a program.</summary>
    public static bool IsEntryPoint(IMethodSymbol method) =>
        method.IsStatic && method.MethodKind == MethodKind.Ordinary
        && (method.Name == WellKnownMemberNames.TopLevelStatementsEntryPointMethodName
            || (method.Name == WellKnownMemberNames.EntryPointMethodName
                && method.Parameters is [] or [{ Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String } }]));

    // A class with one test is a class of tests; its other methods are their set-up.
    private Host OfType(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (OfAttributes(current, "type-attribute") is not Host.None and var own)
            {
                return own;
            }

            foreach (var member in current.GetMembers())
            {
                if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } && OfAttributes(member, "attribute") is not Host.None and var host)
                {
                    return host;
                }
            }
        }

        for (var current = type.BaseType; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (HostOf(Table.Value.Attribute("base", MetadataNames.Of(current))) is not Host.None and var inherited)
            {
                return inherited;
            }
        }

        foreach (var contract in type.AllInterfaces)
        {
            if (HostOf(Table.Value.Attribute("base", MetadataNames.Of(contract))) is not Host.None and var inherited)
            {
                return inherited;
            }
        }

        return type.ContainingType is { } outer ? OfType(outer) : Host.None;
    }

    private Host OfAttributes(ISymbol symbol, string kind)
    {
        var attributes = symbol is INamedTypeSymbol ? typeAttributes : memberAttributes;
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type)
            {
                var host = attributes.TryGetValue(type, out var known) ? known : attributes.GetOrAdd(type, OfAttribute(type, kind));
                if (host != Host.None)
                {
                    return host;
                }
            }
        }

        return Host.None;
    }

    private static Host OfAttribute(INamedTypeSymbol type, string kind)
    {
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (HostOf(Table.Value.Attribute(kind, MetadataNames.Of(current))) is not Host.None and var host)
            {
                return host;
            }
        }

        return Host.None;
    }

    private static Host HostOf(string? word) => word switch
    {
        "test" => Host.Test,
        "benchmark" => Host.Benchmark,
        "entry" => Host.EntryPoint,
        _ => Host.None,
    };

    private sealed class HostTable
    {
        private readonly Dictionary<(string Kind, string Name), string> byName = [];
        private readonly List<(string Prefix, string Host)> prefixes = [];

        public HostTable(IEnumerable<string[]> rows)
        {
            foreach (var row in rows)
            {
                var name = row[1].StartsWith("T:", StringComparison.Ordinal) ? row[1].Substring(2) : row[1];
                if (row[0] == "assembly" && name.EndsWith("*", StringComparison.Ordinal))
                {
                    prefixes.Add((name.TrimEnd('*'), row[2]));
                }
                else
                {
                    byName[(row[0], name)] = row[2];
                }
            }
        }

        public string? Attribute(string kind, string name) => byName.TryGetValue((kind, name), out var host) ? host : null;

        public string? Assembly(string name) => byName.TryGetValue(("assembly", name), out var host)
            ? host
            : prefixes.Where(prefix => name.StartsWith(prefix.Prefix, StringComparison.OrdinalIgnoreCase)).Select(static prefix => prefix.Host).FirstOrDefault();
    }
}
