using System.Collections.Generic;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Metadata;

/// <summary>A type that an assembly of the universe defines.</summary>
internal sealed class TypeNode(AssemblyImage assembly, TypeDefinitionHandle handle, string name, TypeAttributes attributes, TypeNode? outer)
{
    private ImmutableArray<TypeSignature> allInterfaces;
    private TypeSignature? signature;

    public AssemblyImage Assembly => assembly;

    public TypeDefinitionHandle Handle => handle;

    /// <summary>The full metadata name, nested types after '+'.</summary>
    public string Name => name;

    public TypeNode? Outer => outer;

    public List<MethodNode> Methods { get; } = [];

    public TypeSignature? Base { get; set; }

    /// <summary>The interfaces that the type itself declares.</summary>
    public ImmutableArray<TypeSignature> Interfaces { get; set; } = [];

    public List<TypeNode> Derived { get; } = [];

    public bool IsInterface => (attributes & TypeAttributes.Interface) != 0;

    public bool IsAbstract => (attributes & TypeAttributes.Abstract) != 0;

    public bool IsSealed => (attributes & TypeAttributes.Sealed) != 0;

    public bool IsDelegate => Base?.Name == "System.MulticastDelegate";

    public bool IsValueType => Base?.Name is "System.ValueType" or "System.Enum";

    /// <summary>Whether code outside the assembly can name the type, or derive from the one that holds it.</summary>
    public bool IsVisible => (attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => outer is { IsVisible: true },
        _ => false,
    };

    /// <summary>Every interface, the inherited ones and those of interfaces included, with its arguments in terms of this type's parameters.</summary>
    public ImmutableArray<TypeSignature> AllInterfaces => allInterfaces.IsDefault ? allInterfaces = CollectInterfaces() : allInterfaces;

    /// <summary>The type as a signature writes it, without arguments.</summary>
    public TypeSignature Signature => signature ??= new TypeSignature { Kind = SignatureKind.Named, Name = Name, Type = this };

    /// <summary>This type and those it derives from, nearest first, each as this type sees it.</summary>
    public IEnumerable<TypeSignature> SelfAndBases()
    {
        yield return Signature;
        var arguments = ImmutableArray<TypeSignature>.Empty;
        for (var current = this; current.Base is { Type: { } next } declared; current = next)
        {
            var seen = declared.Substitute(arguments);
            yield return seen;
            arguments = seen.Arguments;
        }
    }

    public bool DerivesFrom(TypeNode other)
    {
        for (var current = this; current is not null; current = current.Base?.Type)
        {
            if (ReferenceEquals(current, other))
            {
                return true;
            }
        }

        return false;
    }

    public bool Implements(TypeNode contract)
    {
        foreach (var implemented in AllInterfaces)
        {
            if (ReferenceEquals(implemented.Type, contract))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => Name;

    private ImmutableArray<TypeSignature> CollectInterfaces()
    {
        // Odd metadata may let an interface contain itself: the empty list stands while this one is built.
        allInterfaces = [];
        var all = new Dictionary<string, TypeSignature>();
        foreach (var declared in Interfaces)
        {
            Add(declared);
        }

        if (Base is { Type: { } parent } declaredBase)
        {
            foreach (var inherited in parent.AllInterfaces)
            {
                var seen = inherited.Substitute(declaredBase.Arguments);
                all.TryAdd(seen.Key, seen);
            }
        }

        return [.. all.Values];

        void Add(TypeSignature contract)
        {
            if (!all.TryAdd(contract.Key, contract) || contract.Type is null)
            {
                return;
            }

            foreach (var inner in contract.Type.AllInterfaces)
            {
                var seen = inner.Substitute(contract.Arguments);
                all.TryAdd(seen.Key, seen);
            }
        }
    }
}
