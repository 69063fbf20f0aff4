using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What the table says of the members of one type: read once, asked for each of them.</summary>
internal sealed class HostType
{
    private readonly List<(INamedTypeSymbol Type, Host Host)> bases = [];
    private readonly List<(Host Host, string? Members)> actions = [];
    private readonly List<(Host Host, string Name)> messages = [];
    private readonly Dictionary<ISymbol, Host> implementations = new(SymbolEqualityComparer.Default);

    public HostType(INamedTypeSymbol type, HostTable table)
    {
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            Add(table, current, MetadataNames.Of(current));
        }

        foreach (var contract in type.AllInterfaces)
        {
            Add(table, contract, MetadataNames.Of(contract));
            if (BaseOf(contract, table) is not Host.None and var host)
            {
                foreach (var slot in contract.GetMembers())
                {
                    if (type.FindImplementationForInterfaceMember(slot) is { } implementation)
                    {
                        implementations[implementation.OriginalDefinition] = host;
                    }
                }
            }
        }
    }

    /// <summary>Of every member.</summary>
    public Host Whole { get; private set; }

    /// <summary>Of the methods with the two parameters of an event handler.</summary>
    public Host Handlers { get; private set; }

    /// <summary>The type derives from one whose overrides the host calls.</summary>
    public bool DerivesFromOneOf(Host host) => bases.Any(known => known.Host == host);

    /// <summary>The host of one method, by what it is declared as; attributes and parameters aside.</summary>
    public Host Of(IMethodSymbol method, Func<INamedTypeSymbol, HostType> others)
    {
        if (Overridden(method, others) is not Host.None and var slot)
        {
            return slot;
        }

        if (method is { MethodKind: MethodKind.Ordinary, IsStatic: false })
        {
            foreach (var (host, name) in messages)
            {
                if (method.Name == name)
                {
                    return host;
                }
            }

            if (AsAction(method) is not Host.None and var action)
            {
                return action;
            }
        }

        return Whole;
    }

    /// <summary>The host that finds the method by its name and awaits what it returns.</summary>
    public Host AsAction(IMethodSymbol method)
    {
        if (method is { MethodKind: MethodKind.Ordinary, IsStatic: false, DeclaredAccessibility: Accessibility.Public, IsOverride: false, Arity: 0 } && method is not { Name: "Dispose", Parameters.IsEmpty: true } && !method.ReturnType.IsRefLikeType)
        {
            foreach (var (host, members) in actions)
            {
                if (members is null || IsNamed(method.Name, members))
                {
                    return host;
                }
            }
        }

        return Host.None;
    }

    private Host Overridden(IMethodSymbol method, Func<INamedTypeSymbol, HostType> others)
    {
        if (implementations.Count > 0 && implementations.TryGetValue(method, out var host))
        {
            return host;
        }

        if (method.OverriddenMethod is null)
        {
            return Host.None;
        }

        var slot = method;
        while (slot.OverriddenMethod is { } overridden)
        {
            slot = overridden.OriginalDefinition;
            if (others(slot.ContainingType).implementations.TryGetValue(slot, out host))
            {
                return host;
            }
        }

        // A slot that the project itself declares is called by the project, whatever its class derives from.
        foreach (var (type, of) in bases)
        {
            if (slot.ContainingType.OriginalDefinition.IsSameAs(type) || (!slot.ContainingAssembly.IsSameAs(method.ContainingAssembly) && slot.ContainingType.Is(type)))
            {
                return of;
            }
        }

        return Host.None;
    }

    /// <summary>A contract that extends one of a framework is called by the framework, too.</summary>
    private static Host BaseOf(INamedTypeSymbol contract, HostTable table)
    {
        var host = table.Find(HostKind.Base, MetadataNames.Of(contract));
        foreach (var extended in contract.AllInterfaces)
        {
            host = host == Host.None ? table.Find(HostKind.Base, MetadataNames.Of(extended)) : host;
        }

        return host;
    }

    private static bool IsNamed(string name, string members) =>
        members.EndsWith("*", StringComparison.Ordinal) ? name.StartsWith(members.TrimEnd('*'), StringComparison.Ordinal) : name == members;

    private void Add(HostTable table, INamedTypeSymbol type, string name)
    {
        Whole = Whole == Host.None ? table.Find(HostKind.Class, name) : Whole;
        Handlers = Handlers == Host.None ? table.Find(HostKind.Handler, name) : Handlers;
        if (table.Find(HostKind.Base, name) is not Host.None and var slot)
        {
            bases.Add((type.OriginalDefinition, slot));
        }

        if (table.Find(HostKind.Action, name, out var members) is not Host.None and var action)
        {
            actions.Add((action, members));
        }

        if (table.Find(HostKind.Message, name, out var message) is not Host.None and var called && message is not null)
        {
            messages.AddRange(message.Split(',').Select(one => (called, one)));
        }
    }
}
