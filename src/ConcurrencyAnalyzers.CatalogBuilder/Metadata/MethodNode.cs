using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Metadata;

/// <summary>A method that an assembly of the universe defines.</summary>
internal sealed class MethodNode
{
    private string? parametersKey;

    public required TypeNode Owner { get; init; }

    public required MethodDefinitionHandle Handle { get; init; }

    public required string Name { get; init; }

    public required MethodAttributes Attributes { get; init; }

    public required MethodImplAttributes Implementation { get; init; }

    public required ImmutableArray<TypeSignature> Parameters { get; init; }

    public required TypeSignature Returns { get; init; }

    public required int GenericArity { get; init; }

    public ImmutableArray<string> ParameterNames { get; set; } = [];

    /// <summary>Whether a parameter says by its name how long to wait.</summary>
    public bool IsTimeout(int parameter) =>
        ParameterNames[parameter].Contains("timeout", StringComparison.OrdinalIgnoreCase) || ParameterNames[parameter].Contains("seconds", StringComparison.OrdinalIgnoreCase);

    /// <summary>A position that is the same in every run.</summary>
    public int Order { get; set; }

    /// <summary>"library!entry point" of a native entry, otherwise null.</summary>
    public string? NativeEntry { get; init; }

    /// <summary>The method that runs the body of an asynchronous method or an iterator.</summary>
    public MethodNode? StateMachineBody { get; set; }

    public StateMachineKind StateMachine { get; set; }

    /// <summary>The method whose body this one runs, if it is a state machine's.</summary>
    public MethodNode? Kickoff { get; set; }

    /// <summary>The methods that this one overrides or implements, nearest base first.</summary>
    public List<MethodNode> Slots { get; } = [];

    /// <summary>The methods that override or implement this one directly.</summary>
    public List<MethodNode> Implementations { get; } = [];

    public bool IsStatic => (Attributes & MethodAttributes.Static) != 0;

    public bool IsVirtual => (Attributes & MethodAttributes.Virtual) != 0;

    public bool IsAbstract => (Attributes & MethodAttributes.Abstract) != 0;

    public bool IsFinal => (Attributes & MethodAttributes.Final) != 0;

    public bool IsNewSlot => (Attributes & MethodAttributes.NewSlot) != 0;

    public bool IsConstructor => Name == ".ctor";

    public bool IsStaticConstructor => Name == ".cctor";

    public bool IsInternalCall => (Implementation & MethodImplAttributes.InternalCall) != 0;

    /// <summary>Whether there are instructions to read.</summary>
    public required bool HasBody { get; init; }

    public bool IsVisible => (Attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    /// <summary>The type's full name, a dot, the method's name.</summary>
    public string FullName => $"{Owner.Name}.{Name}";

    /// <summary>The parameter types, unique among the methods of one name in a type.</summary>
    public string ParametersKey => parametersKey ??= KeyOf(Parameters, GenericArity);

    public static string KeyOf(ImmutableArray<TypeSignature> parameters, int arity) => $"`{arity}({string.Join(',', parameters)})";

    public override string ToString() => $"{FullName}({string.Join(',', Parameters)})";
}

/// <summary>What the compiler turned a body into.</summary>
internal enum StateMachineKind : byte
{
    None,
    Async,
    Iterator,
    AsyncIterator,
}
