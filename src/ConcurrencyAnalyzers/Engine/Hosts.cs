using System;
using System.Collections.Concurrent;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Frameworks that call methods, by symbol. The data is <c>Catalog/Hosts.txt</c>.</summary>
internal sealed class Hosts
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, Host> memberAttributes = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, Host> typeAttributes = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, Host> quiet = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, HostType> types = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, Host> parameters = new(SymbolEqualityComparer.Default);
    private readonly HostTable table;
    private readonly KnownSymbols symbols;
    private readonly bool hasAttributes;

    public Hosts(Compilation compilation)
        : this(compilation, HostTable.Shipped.Value)
    {
    }

    public Hosts(Compilation compilation, HostTable table)
    {
        this.table = table;
        symbols = KnownSymbols.Of(compilation);
        foreach (var reference in compilation.ReferencedAssemblyNames)
        {
            switch (table.Assembly(reference.Name))
            {
                case "test" or "benchmark":
                    IsTestProject = true;
                    break;
                case "ui":
                    HasUserInterface = HasSynchronizationContext = true;
                    break;
                case "legacy-web":
                    HasSynchronizationContext = true;
                    break;
            }
        }

        hasAttributes = table.AttributesThatMatter.Any(name => symbols.Find(name) is not null);
    }

    /// <summary>A test framework is referenced: blocking is nobody's problem here.</summary>
    public bool IsTestProject { get; }

    /// <summary>A framework is referenced that has a thread for its users.</summary>
    public bool HasUserInterface { get; }

    /// <summary>A framework is referenced whose threads carry a synchronization context.</summary>
    public bool HasSynchronizationContext { get; }

    /// <summary>Where blocking is nobody's problem: an entry point, a test, a benchmark, a thread that a framework made for it; otherwise none.</summary>
    public Host Of(ISymbol member)
    {
        member = MemberOf(member);
        if (member is IMethodSymbol method && IsEntryPoint(method))
        {
            return Host.EntryPoint;
        }

        return OfAttributes(member, HostKind.Attribute) is var own && IsQuiet(own) ? own
            : member.ContainingType is { } type ? quiet.TryGetValue(type, out var known) ? known : quiet.GetOrAdd(type, QuietType(type))
            : Host.None;
    }

    /// <summary>The framework that calls a method, or none that is known; without regard to what is subscribed or handed over.</summary>
    public Host CallerOf(IMethodSymbol method)
    {
        if (method.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type || IsEntryPoint(method))
        {
            return IsEntryPoint(method) ? Host.EntryPoint : Host.None;
        }

        if (TypeOf(type).Of(method, TypeOf) is not Host.None and var host)
        {
            return hasAttributes && host is Host.Request or Host.Ui && OptsOut(method) ? Host.None : host;
        }

        foreach (var parameter in method.DeclaredAccessibility == Accessibility.Private ? [] : method.Parameters)
        {
            if (parameter.Type is INamedTypeSymbol { SpecialType: SpecialType.None, TypeKind: TypeKind.Class or TypeKind.Interface } given
                && (parameters.TryGetValue(given, out var known) ? known : parameters.GetOrAdd(given, OfParameter(given))) is not Host.None and var caller)
            {
                return caller;
            }
        }

        return OfMethodAttributes(method);
    }

    /// <summary>The framework finds the method by its name or its attribute, and awaits what it returns: it may as well return a task.</summary>
    public bool AwaitsResultOf(IMethodSymbol method) =>
        CallerOf(method) == Host.Request
        && (TypeOf(method.ContainingType).AsAction(method) == Host.Request
            || method.GetAttributes().Any(attribute => IsAwaited(attribute.AttributeClass)));

    /// <summary>The framework that raises the events of a type's handlers: methods of the form <c>(object, EventArgs)</c>.</summary>
    public Host HandlerOf(IMethodSymbol method) => IsHandler(method) ? TypeOf(method.ContainingType).Handlers : Host.None;

    /// <summary>Its instances take one message after another, whatever member they are taken by.</summary>
    public bool IsTurnTaker(INamedTypeSymbol type) => TypeOf(type).DerivesFromOneOf(Host.Turn);

    /// <summary>The framework that raises the events which a type declares.</summary>
    public Host HandlersOf(INamedTypeSymbol type) => TypeOf(type).Handlers;

    /// <summary>The arguments say nothing, so markup and designers can have bound it.</summary>
    public bool IsPlainHandler(IMethodSymbol handler) => handler.Parameters is [_, { Type: var arguments }]
        && (arguments.IsSameAs(symbols.EventArgs) || arguments is { Name: "CancelEventArgs", ContainingNamespace: { Name: "ComponentModel", ContainingNamespace.Name: "System" } });

    /// <summary>The arguments come from a framework of user interfaces, so its thread raises the event.</summary>
    public bool IsRaisedByUi(IMethodSymbol handler) => handler.Parameters is [_, { Type: { ContainingAssembly: { } assembly } arguments }]
        && !arguments.IsSameAs(symbols.EventArgs) && table.Assembly(assembly.Name) == "ui";

    /// <summary>The call returns when the program has served.</summary>
    public bool Serves(IMethodSymbol method) =>
        method.ContainingType is { } type && table.Find(HostKind.Serves, MetadataNames.Of(type), out var members) != Host.None && members!.Split(',').Contains(method.Name);

    /// <summary><c>Main</c>, or the statements at the top of a program.</summary>
    public static bool IsEntryPoint(IMethodSymbol method) =>
        method.IsStatic && method.MethodKind == MethodKind.Ordinary
        && (method.Name == WellKnownMemberNames.TopLevelStatementsEntryPointMethodName
            || (method.Name == WellKnownMemberNames.EntryPointMethodName
                && method.Parameters is [] or [{ Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String } }]));

    public bool IsHandler(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, ReturnsVoid: true, IsOverride: false, Parameters: [{ Type.SpecialType: SpecialType.System_Object }, { } second] } && second.Type.Is(symbols.EventArgs);

    private static bool IsQuiet(Host host) => host is Host.EntryPoint or Host.Test or Host.Benchmark or Host.OwnThread;

    private static ISymbol MemberOf(ISymbol member)
    {
        while (member is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction })
        {
            member = member.ContainingSymbol;
        }

        return member;
    }

    private HostType TypeOf(INamedTypeSymbol type)
    {
        type = type.OriginalDefinition;
        return types.TryGetValue(type, out var known) ? known : types.GetOrAdd(type, new HostType(type, table));
    }

    // A class with one test is a class of tests; its other methods are their set-up.
    private Host QuietType(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (OfAttributes(current, HostKind.TypeAttribute) is var own && IsQuiet(own))
            {
                return own;
            }

            foreach (var member in current.GetMembers())
            {
                if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } && OfAttributes(member, HostKind.Attribute) is (Host.Test or Host.Benchmark) and var host)
                {
                    return host;
                }
            }
        }

        return IsQuiet(TypeOf(type).Whole) ? TypeOf(type).Whole
            : type.ContainingType is { } outer ? QuietType(outer)
            : Host.None;
    }

    // An own contract may extend one of a framework.
    private Host OfParameter(INamedTypeSymbol type)
    {
        var host = table.Find(HostKind.Parameter, MetadataNames.Of(type));
        foreach (var extended in type.AllInterfaces)
        {
            host = host == Host.None ? table.Find(HostKind.Parameter, MetadataNames.Of(extended)) : host;
        }

        return host;
    }

    // Asked last, and only where attributes are written: whoever asks for them makes the compiler bind them.
    private Host OfMethodAttributes(IMethodSymbol method)
    {
        if (!hasAttributes)
        {
            return Host.None;
        }

        if (IsAttributed(method) && OfAttributes(method, HostKind.Attribute) is (Host.Request or Host.Ui or Host.Turn) and var own)
        {
            return own;
        }

        foreach (var contract in method.ContainingType.AllInterfaces)
        {
            foreach (var slot in contract.GetMembers(method.Name))
            {
                if (IsAttributed(slot) && method.IsSameAs(method.ContainingType.FindImplementationForInterfaceMember(slot)) && OfAttributes(slot, HostKind.Attribute) is Host.Request and var host)
                {
                    return host;
                }
            }
        }

        return Host.None;
    }

    private static bool IsAttributed(ISymbol symbol) => symbol.DeclaringSyntaxReferences.IsEmpty
        || symbol.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is MemberDeclarationSyntax { AttributeLists.Count: > 0 });

    private bool OptsOut(IMethodSymbol method) => IsAttributed(method) && method.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "NonActionAttribute" or "NonHandlerAttribute" });

    private bool IsAwaited(INamedTypeSymbol? attribute)
    {
        for (var current = attribute; current is not null; current = current.BaseType)
        {
            if (table.Awaits(MetadataNames.Of(current)))
            {
                return true;
            }
        }

        return false;
    }

    private Host OfAttributes(ISymbol symbol, HostKind kind)
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

    private Host OfAttribute(INamedTypeSymbol type, HostKind kind)
    {
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (table.Find(kind, MetadataNames.Of(current)) is not Host.None and var host)
            {
                return host;
            }
        }

        return Host.None;
    }
}
