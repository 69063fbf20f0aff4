using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace ConcurrencyAnalyzers.CatalogBuilder.Metadata;

/// <summary>
/// All assemblies that are looked at together: their types, methods, overrides and implementations. Of two assemblies with one name the first counts.
/// Built by one thread; once <see cref="Link"/> has returned, bodies of different assemblies may be read concurrently.
/// </summary>
internal sealed class Universe : IDisposable
{
    private const int MaximumNesting = 100;

    private readonly Dictionary<string, AssemblyImage> assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TypeNode> visibleTypes = new(StringComparer.Ordinal);
    private readonly Dictionary<AssemblyImage, SignatureReader> readers = [];
    private readonly Dictionary<PrimitiveTypeCode, TypeSignature> primitives = [];
    private readonly List<SkippedAssembly> skipped = [];
    private readonly List<AssemblyImage> forgotten = [];

    /// <summary>In the order they were added.</summary>
    public List<AssemblyImage> Assemblies { get; } = [];

    public IReadOnlyList<SkippedAssembly> Skipped => skipped;

    public IEnumerable<MethodNode> Methods => Assemblies.SelectMany(static assembly => assembly.Methods).OfType<MethodNode>();

    /// <summary>Adds an assembly, or records why it is left out.</summary>
    /// <returns>The assembly, null if it was left out.</returns>
    public AssemblyImage? Add(string path)
    {
        if (AssemblyImage.Open(path, out var reason) is not { } image)
        {
            skipped.Add(new SkippedAssembly(path, reason));
            return null;
        }

        if (!assemblies.TryAdd(image.Name, image))
        {
            image.Dispose();
            return assemblies[image.Name];
        }

        try
        {
            readers.Add(image, new SignatureReader(this, image));
            ReadTypes(image);
        }
        catch (Exception e) when (IsDamage(e))
        {
            skipped.Add(new SkippedAssembly(path, $"its types cannot be read ({e.Message.TrimEnd('.')})"));
            assemblies.Remove(image.Name);
            readers.Remove(image);
            image.Dispose();
            return null;
        }

        Assemblies.Add(image);
        foreach (var type in image.Types.Where(static type => type.IsVisible))
        {
            visibleTypes.TryAdd(type.Name, type);
        }

        return image;
    }

    /// <summary>Reads the methods, now that every type is known, and connects what overrides and implements what.</summary>
    public void Link()
    {
        foreach (var assembly in Assemblies.ToList())
        {
            try
            {
                ReadMembers(assembly);
            }
            catch (Exception e) when (IsDamage(e))
            {
                Forget(assembly, $"its members cannot be read ({e.Message.TrimEnd('.')})");
            }
        }

        foreach (var assembly in Assemblies.Where(static assembly => assembly.Types.Exists(IsItsOwnBase)).ToList())
        {
            Forget(assembly, "one of its types derives from itself");
        }

        // What is read here may name an assembly that is forgotten while another one is read: all are read before anything is connected.
        var matchers = new List<SlotMatcher>();
        foreach (var assembly in Assemblies.ToList())
        {
            try
            {
                matchers.Add(SlotMatcher.Read(this, assembly));
            }
            catch (Exception e) when (IsDamage(e))
            {
                Forget(assembly, $"what its methods implement cannot be read ({e.Message.TrimEnd('.')})");
            }
        }

        var order = 0;
        foreach (var method in Methods)
        {
            method.Order = order++;
        }

        foreach (var type in Assemblies.SelectMany(static assembly => assembly.Types))
        {
            type.Base?.Type?.Derived.Add(type);
        }

        foreach (var matcher in matchers)
        {
            matcher.Match();
        }
    }

    public TypeNode? FindType(string name) => visibleTypes.GetValueOrDefault(name) ?? Assemblies.Select(assembly => assembly.FindType(name)).FirstOrDefault(static type => type is not null);

    /// <summary>Whether metadata that makes no sense explains an exception. A number that is damaged may ask for more memory than there is.</summary>
    public static bool IsDamage(Exception e) =>
        e is BadImageFormatException or InvalidCastException or ArgumentException or OverflowException or IndexOutOfRangeException or InvalidOperationException
            or OutOfMemoryException;

    public TypeSignature Primitive(PrimitiveTypeCode code)
    {
        lock (primitives)
        {
            if (!primitives.TryGetValue(code, out var known))
            {
                primitives.Add(code, known = new TypeSignature { Kind = SignatureKind.Named, Name = $"System.{code}", Type = visibleTypes.GetValueOrDefault($"System.{code}") });
            }

            return known;
        }
    }

    public SignatureReader Reader(AssemblyImage assembly) => readers[assembly];

    /// <summary>The type that a handle of an assembly stands for.</summary>
    public TypeSignature Signature(AssemblyImage assembly, EntityHandle handle) => assembly.Cached(handle, key => Resolve(assembly, key));

    /// <summary>The method that a call's handle stands for.</summary>
    public MethodReference Reference(AssemblyImage assembly, EntityHandle handle) => assembly.Cached(handle, key => ResolveMethod(assembly, key));

    public void Dispose()
    {
        foreach (var assembly in assemblies.Values.Concat(forgotten))
        {
            assembly.Dispose();
        }
    }

    private static bool IsItsOwnBase(TypeNode type)
    {
        var seen = new HashSet<TypeNode> { type };
        for (var current = type.Base?.Type; current is not null; current = current.Base?.Type)
        {
            if (!seen.Add(current))
            {
                return ReferenceEquals(current, type);
            }
        }

        return false;
    }

    // Others may have resolved names to its types; without members these are as good as unknown.
    private void Forget(AssemblyImage assembly, string reason)
    {
        skipped.Add(new SkippedAssembly(assembly.Path, reason));
        forgotten.Add(assembly);
        Assemblies.Remove(assembly);
        assemblies.Remove(assembly.Name);
        foreach (var type in assembly.Types)
        {
            type.Methods.Clear();
            type.Base = null;
            type.Interfaces = [];
        }

        foreach (var other in Assemblies)
        {
            other.ForgetReferences();
        }

        foreach (var type in assembly.Types)
        {
            if (ReferenceEquals(visibleTypes.GetValueOrDefault(type.Name), type))
            {
                visibleTypes.Remove(type.Name);
            }
        }
    }

    private static void ReadTypes(AssemblyImage assembly)
    {
        var metadata = assembly.Metadata;
        var made = new Dictionary<TypeDefinitionHandle, TypeNode>();
        var started = new HashSet<TypeDefinitionHandle>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            Make(handle);
        }

        TypeNode Make(TypeDefinitionHandle handle)
        {
            if (made.TryGetValue(handle, out var known))
            {
                return known;
            }

            if (!started.Add(handle))
            {
                throw new BadImageFormatException("a type is nested in itself");
            }

            var definition = metadata.GetTypeDefinition(handle);
            var simple = metadata.GetString(definition.Name);
            TypeNode? outer = null;
            string name;
            if (definition.GetDeclaringType() is { IsNil: false } outerHandle)
            {
                outer = Make(outerHandle);
                name = $"{outer.Name}+{simple}";
            }
            else
            {
                var space = metadata.GetString(definition.Namespace);
                name = space.Length == 0 ? simple : $"{space}.{simple}";
            }

            var type = new TypeNode(assembly, handle, name, definition.Attributes, outer);
            made.Add(handle, type);
            assembly.Add(type);
            return type;
        }
    }

    private void ReadMembers(AssemblyImage assembly)
    {
        var metadata = assembly.Metadata;
        var reader = readers[assembly];
        assembly.Allocate(metadata.MethodDefinitions.Count);
        foreach (var type in assembly.Types)
        {
            var definition = metadata.GetTypeDefinition(type.Handle);
            type.Base = definition.BaseType.IsNil ? null : Signature(assembly, definition.BaseType);
            type.Interfaces = [.. definition.GetInterfaceImplementations().Select(handle => Signature(assembly, metadata.GetInterfaceImplementation(handle).Interface))];
            foreach (var handle in definition.GetMethods())
            {
                var method = ReadMethod(type, handle, reader);
                ref var known = ref assembly.Methods[MetadataTokens.GetRowNumber(handle) - 1];
                if (known is not null)
                {
                    throw new BadImageFormatException("a method belongs to two types");
                }

                known = method;
                type.Methods.Add(method);
            }

            ReadAccessors(assembly, definition);
        }

        foreach (var method in assembly.Methods.OfType<MethodNode>())
        {
            FindStateMachine(assembly, method);
        }
    }

    private static MethodNode ReadMethod(TypeNode type, MethodDefinitionHandle handle, SignatureReader reader)
    {
        var metadata = type.Assembly.Metadata;
        var definition = metadata.GetMethodDefinition(handle);
        var signature = definition.DecodeSignature(reader, null);
        string? entry = null;
        if ((definition.Attributes & MethodAttributes.PinvokeImpl) != 0 && definition.GetImport() is { Module.IsNil: false } import)
        {
            var name = metadata.GetString(import.Name);
            entry = $"{metadata.GetString(metadata.GetModuleReference(import.Module).Name)}!{(name.Length == 0 ? metadata.GetString(definition.Name) : name)}";
        }

        var names = new string[signature.ParameterTypes.Length];
        Array.Fill(names, "");
        foreach (var parameterHandle in definition.GetParameters())
        {
            var parameter = metadata.GetParameter(parameterHandle);
            if (parameter.SequenceNumber > 0 && parameter.SequenceNumber <= names.Length)
            {
                names[parameter.SequenceNumber - 1] = metadata.GetString(parameter.Name);
            }
        }

        return new MethodNode
        {
            Owner = type,
            Handle = handle,
            Name = metadata.GetString(definition.Name),
            Attributes = definition.Attributes,
            Implementation = definition.ImplAttributes,
            Parameters = signature.ParameterTypes,
            Returns = signature.ReturnType,
            GenericArity = signature.GenericParameterCount,
            ParameterNames = [.. names],
            NativeEntry = entry,
            HasBody = definition.RelativeVirtualAddress != 0
                && (definition.Attributes & (MethodAttributes.Abstract | MethodAttributes.PinvokeImpl)) == 0
                && (definition.ImplAttributes & (MethodImplAttributes.InternalCall | MethodImplAttributes.Runtime)) == 0,
        };
    }

    private static void ReadAccessors(AssemblyImage assembly, TypeDefinition definition)
    {
        var metadata = assembly.Metadata;
        foreach (var handle in definition.GetProperties())
        {
            var property = metadata.GetPropertyDefinition(handle);
            var accessors = property.GetAccessors();
            if (!accessors.Getter.IsNil)
            {
                assembly.Getters[accessors.Getter] = metadata.GetString(property.Name);
            }

            if (!accessors.Setter.IsNil)
            {
                assembly.SilentAccessors.Add(accessors.Setter);
            }
        }

        foreach (var handle in definition.GetEvents())
        {
            var accessors = metadata.GetEventDefinition(handle).GetAccessors();
            foreach (var accessor in new[] { accessors.Adder, accessors.Remover, accessors.Raiser })
            {
                if (!accessor.IsNil)
                {
                    assembly.SilentAccessors.Add(accessor);
                }
            }
        }
    }

    private static void FindStateMachine(AssemblyImage assembly, MethodNode method)
    {
        const MethodImplAttributes RuntimeAsync = (MethodImplAttributes)0x2000;
        if ((method.Implementation & RuntimeAsync) != 0)
        {
            method.StateMachine = StateMachineKind.Async;
            return;
        }

        var metadata = assembly.Metadata;
        foreach (var handle in metadata.GetMethodDefinition(method.Handle).GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            var kind = AttributeName(metadata, attribute) switch
            {
                "AsyncStateMachineAttribute" => StateMachineKind.Async,
                "IteratorStateMachineAttribute" => StateMachineKind.Iterator,
                "AsyncIteratorStateMachineAttribute" => StateMachineKind.AsyncIterator,
                _ => StateMachineKind.None,
            };
            if (kind == StateMachineKind.None)
            {
                continue;
            }

            var value = metadata.GetBlobReader(attribute.Value);
            value.ReadUInt16();
            var name = value.ReadSerializedString()?.Split(',')[0];
            if (name is not null && assembly.FindType(name)?.Methods.Find(static candidate => candidate.Name is "MoveNext") is { } body)
            {
                method.StateMachine = kind;
                method.StateMachineBody = body;
                body.StateMachine = kind;
                body.Kickoff = method;
            }
        }
    }

    private static string AttributeName(MetadataReader metadata, CustomAttribute attribute) => attribute.Constructor.Kind switch
    {
        HandleKind.MemberReference when metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent =>
            metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name),
        HandleKind.MethodDefinition =>
            metadata.GetString(metadata.GetTypeDefinition(metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()).Name),
        _ => "",
    };

    private TypeSignature Resolve(AssemblyImage assembly, EntityHandle handle)
    {
        var metadata = assembly.Metadata;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                var type = assembly.FindType((TypeDefinitionHandle)handle);
                return type is null ? TypeSignature.Unknown : type.Signature;
            case HandleKind.TypeReference:
                var name = NameOf(metadata, (TypeReferenceHandle)handle);
                return new TypeSignature { Kind = SignatureKind.Named, Name = name, Type = Find(assembly, (TypeReferenceHandle)handle, name) };
            case HandleKind.TypeSpecification:
                return metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(readers[assembly], null);
            default:
                return TypeSignature.Unknown;
        }
    }

    private TypeNode? Find(AssemblyImage assembly, TypeReferenceHandle handle, string name)
    {
        var metadata = assembly.Metadata;
        // The name was put together before: the scopes are no ring.
        var scope = metadata.GetTypeReference(handle).ResolutionScope;
        while (scope.Kind == HandleKind.TypeReference)
        {
            scope = metadata.GetTypeReference((TypeReferenceHandle)scope).ResolutionScope;
        }

        if (scope.Kind == HandleKind.AssemblyReference)
        {
            var target = metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);
            return assemblies.GetValueOrDefault(target)?.FindType(name) ?? visibleTypes.GetValueOrDefault(name);
        }

        return assembly.FindType(name);
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle, int depth = 0)
    {
        var reference = metadata.GetTypeReference(handle);
        var simple = metadata.GetString(reference.Name);
        if (reference.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            return depth < MaximumNesting
                ? $"{NameOf(metadata, (TypeReferenceHandle)reference.ResolutionScope, depth + 1)}+{simple}"
                : throw new BadImageFormatException("a type that is referred to is nested in itself");
        }

        var space = metadata.GetString(reference.Namespace);
        return space.Length == 0 ? simple : $"{space}.{simple}";
    }

    private MethodReference ResolveMethod(AssemblyImage assembly, EntityHandle handle)
    {
        var metadata = assembly.Metadata;
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition when assembly.Method((MethodDefinitionHandle)handle) is { } method:
                return Refer(method, method.Owner.Signature, []);
            case HandleKind.MethodSpecification:
                var specification = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                return Reference(assembly, specification.Method) with { MethodArguments = specification.DecodeSignature(readers[assembly], null) };
            case HandleKind.MemberReference:
                return ResolveMember(assembly, metadata.GetMemberReference((MemberReferenceHandle)handle));
            default:
                return new MethodReference(null, TypeSignature.Unknown, "?", [], TypeSignature.Unknown, false, []);
        }
    }

    private MethodReference ResolveMember(AssemblyImage assembly, MemberReference member)
    {
        var name = assembly.Metadata.GetString(member.Name);
        var owner = member.Parent.Kind == HandleKind.MethodDefinition
            ? Resolve(assembly, assembly.Metadata.GetMethodDefinition((MethodDefinitionHandle)member.Parent).GetDeclaringType())
            : Signature(assembly, member.Parent);
        if (member.GetKind() != MemberReferenceKind.Method)
        {
            return new MethodReference(null, owner, name, [], TypeSignature.Unknown, false, []);
        }

        var signature = member.DecodeMethodSignature(readers[assembly], null);
        var key = MethodNode.KeyOf(signature.ParameterTypes, signature.GenericParameterCount);
        if (owner.Type is not null)
        {
            // A reference repeats the signature of the definition, its type parameters uninstantiated.
            foreach (var seen in owner.Type.SelfAndBases())
            {
                foreach (var candidate in seen.Type!.Methods)
                {
                    if (candidate.Name == name && candidate.IsStatic != signature.Header.IsInstance
                        && (candidate.ParametersKey == key || MethodNode.KeyOf([.. candidate.Parameters.Select(parameter => parameter.Substitute(seen.Arguments))], candidate.GenericArity) == key))
                    {
                        return Refer(candidate, owner, []);
                    }
                }
            }
        }

        return new MethodReference(null, owner, name, signature.ParameterTypes, signature.ReturnType.Substitute(owner.Arguments), signature.Header.IsInstance, []);
    }

    private static MethodReference Refer(MethodNode method, TypeSignature owner, ImmutableArray<TypeSignature> arguments) =>
        new(method, owner, method.Name, method.Parameters, method.Returns.Substitute(owner.Arguments), !method.IsStatic, arguments);
}

/// <summary>An assembly that was left out, and why.</summary>
internal sealed record SkippedAssembly(string Path, string Reason)
{
    public override string ToString() => $"{System.IO.Path.GetFileName(Path)} is left out: {Reason}.";
}
