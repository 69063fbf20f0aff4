using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What people say of their own code with the embedded attributes.</summary>
internal enum Annotation : byte
{
    CpuBound,
    BlockingIo,
    BlockingWait,
    NonBlocking,
}

/// <summary>Reads annotations: matched by name in any assembly, inherited by overrides and implementations.</summary>
internal sealed class Annotations
{
    private const string Namespace = "ConcurrencyAnalyzers";

    private static readonly string[] Names = ["CpuBound", "BlockingIo", "BlockingWait", "NonBlocking"];

    /// <summary>Whether an assembly has the attributes at all. Most have not, and their members need not be asked.</summary>
    private readonly ConcurrentDictionary<IAssemblySymbol, bool> assemblies = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<IMethodSymbol, Annotation?> methods = new(SymbolEqualityComparer.Default);

    public Annotation? Of(IMethodSymbol method)
    {
        method = method.Canonical();
        if (method.ContainingAssembly is not { } assembly || !(assemblies.TryGetValue(assembly, out var speaks) ? speaks : assemblies.GetOrAdd(assembly, Speaks(assembly))))
        {
            return null;
        }

        return methods.TryGetValue(method, out var known) ? known : methods.GetOrAdd(method, Search(method));
    }

    public static void Add(SummaryBuilder builder, IMethodSymbol method, SyntaxNode site, Annotation annotation)
    {
        Effect? effect = annotation switch
        {
            Annotation.CpuBound => Effect.Computes,
            Annotation.BlockingIo => Effect.Stream,
            Annotation.BlockingWait => Effect.Wait,
            _ => null,
        };
        if (effect is { } known)
        {
            var evidence = annotation == Annotation.CpuBound ? "[CpuBound]" : null;
            builder.Add(new EffectFact(known, Strength.Definite, Frequency.PerCall, EffectFact.Nothing, new Witness(method, site, null, evidence)));
        }
    }

    // The generated ones are in the assembly itself; shared ones may be in any that it refers to.
    private static bool Speaks(IAssemblySymbol assembly)
    {
        foreach (var name in Names)
        {
            if (assembly.GetTypeByMetadataName($"{Namespace}.{name}Attribute") is not null)
            {
                return true;
            }
        }

        foreach (var module in assembly.Modules)
        {
            foreach (var referenced in module.ReferencedAssemblySymbols)
            {
                if (referenced.GetTypeByMetadataName($"{Namespace}.NonBlockingAttribute") is { DeclaredAccessibility: Accessibility.Public })
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static Annotation? Search(IMethodSymbol method)
    {
        if (Own(method) is { } own)
        {
            return own;
        }

        if (method.AssociatedSymbol is { } member && Own(member) is { } ofMember)
        {
            return ofMember;
        }

        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (Own(overridden) is { } inherited)
            {
                return inherited;
            }
        }

        if (method.ContainingType is not { TypeKind: not TypeKind.Interface } type)
        {
            return null;
        }

        foreach (var contract in type.AllInterfaces)
        {
            foreach (var slot in contract.GetMembers(method.Name))
            {
                if (Own(slot) is { } promised && type.FindImplementationForInterfaceMember(slot).IsSameAs(method))
                {
                    return promised;
                }
            }
        }

        return null;
    }

    private static Annotation? Own(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } } type)
            {
                switch (type.Name)
                {
                    case "CpuBoundAttribute":
                        return Annotation.CpuBound;
                    case "BlockingIoAttribute":
                        return Annotation.BlockingIo;
                    case "BlockingWaitAttribute":
                        return Annotation.BlockingWait;
                    case "NonBlockingAttribute":
                        return Annotation.NonBlocking;
                }
            }
        }

        return null;
    }
}
