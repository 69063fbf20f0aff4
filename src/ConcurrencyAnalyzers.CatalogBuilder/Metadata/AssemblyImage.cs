using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ConcurrencyAnalyzers.CatalogBuilder.Metadata;

/// <summary>One assembly file: its metadata, and the nodes made of it, by row.</summary>
internal sealed class AssemblyImage : IDisposable
{
    private readonly PEReader reader;
    private readonly Dictionary<string, TypeNode> typesByName = new(StringComparer.Ordinal);
    private readonly Dictionary<TypeDefinitionHandle, TypeNode> typesByHandle = [];
    private readonly Dictionary<EntityHandle, MethodReference> memberReferences = [];
    private readonly Dictionary<EntityHandle, TypeSignature> typeReferences = [];

    private AssemblyImage(string path, PEReader reader, MetadataReader metadata)
    {
        Path = path;
        this.reader = reader;
        Metadata = metadata;
        Name = metadata.GetString(metadata.GetAssemblyDefinition().Name);
    }

    public string Path { get; }

    /// <summary>The simple name.</summary>
    public string Name { get; }

    public MetadataReader Metadata { get; }

    public List<TypeNode> Types { get; } = [];

    /// <summary>By row number less one; null where the owner could not be read.</summary>
    public MethodNode?[] Methods { get; private set; } = [];

    /// <summary>The property that a getter belongs to.</summary>
    public Dictionary<MethodDefinitionHandle, string> Getters { get; } = [];

    /// <summary>Setters, and the accessors of events: what they do has no line of its own.</summary>
    public HashSet<MethodDefinitionHandle> SilentAccessors { get; } = [];

    /// <summary>
    /// Opens an assembly. <paramref name="reason"/> says why it cannot be read: not there, cut short, not managed, or with native code mixed in.
    /// </summary>
    public static AssemblyImage? Open(string path, out string reason)
    {
        PEReader? reader = null;
        try
        {
            reader = new PEReader([.. File.ReadAllBytes(path)]);
            reason = Defect(reader) ?? "";
            if (reason.Length == 0)
            {
                var image = new AssemblyImage(path, reader, reader.GetMetadataReader());
                reader = null;
                return image;
            }
        }
        catch (BadImageFormatException e)
        {
            reason = $"it is damaged or no assembly ({e.Message.TrimEnd('.')})";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reason = e.Message.TrimEnd('.');
        }
        catch (Exception e) when (Universe.IsDamage(e))
        {
            reason = $"its headers make no sense ({e.Message.TrimEnd('.')})";
        }
        finally
        {
            reader?.Dispose();
        }

        return null;
    }

    public TypeNode? FindType(string name) => typesByName.GetValueOrDefault(name);

    public TypeNode? FindType(TypeDefinitionHandle handle) => typesByHandle.GetValueOrDefault(handle);

    public void Add(TypeNode type)
    {
        Types.Add(type);
        typesByName.TryAdd(type.Name, type);
        typesByHandle.Add(type.Handle, type);
    }

    public void Allocate(int methods) => Methods = new MethodNode?[methods];

    public MethodNode? Method(MethodDefinitionHandle handle) => Methods[MetadataRow(handle) - 1];

    public MethodBodyBlock Body(MethodNode method) => reader.GetMethodBody(Metadata.GetMethodDefinition(method.Handle).RelativeVirtualAddress);

    /// <summary>What a handle of this assembly's metadata was resolved to, computed once.</summary>
    public MethodReference Cached(EntityHandle handle, Func<EntityHandle, MethodReference> resolve)
    {
        if (!memberReferences.TryGetValue(handle, out var known))
        {
            memberReferences.Add(handle, known = resolve(handle));
        }

        return known;
    }

    /// <inheritdoc cref="Cached(EntityHandle, Func{EntityHandle, MethodReference})"/>
    public TypeSignature Cached(EntityHandle handle, Func<EntityHandle, TypeSignature> resolve)
    {
        if (!typeReferences.TryGetValue(handle, out var known))
        {
            // A damaged specification may contain itself.
            typeReferences.Add(handle, TypeSignature.Unknown);
            typeReferences[handle] = known = resolve(handle);
        }

        return known;
    }

    /// <summary>Handles are resolved anew, because an assembly that they lead to is gone.</summary>
    public void ForgetReferences()
    {
        memberReferences.Clear();
        typeReferences.Clear();
    }

    public void Dispose() => reader.Dispose();

    public override string ToString() => Name;

    private static int MetadataRow(MethodDefinitionHandle handle) => System.Reflection.Metadata.Ecma335.MetadataTokens.GetRowNumber(handle);

    private static string? Defect(PEReader reader)
    {
        var length = reader.GetEntireImage().Length;
        if (reader.PEHeaders.SectionHeaders.Any(section => (long)section.PointerToRawData + section.SizeOfRawData > length))
        {
            return "it is cut short";
        }

        if (!reader.HasMetadata)
        {
            return "it is not managed";
        }

        // A precompiled library has no IL-only flag, but says that it is one.
        if ((reader.PEHeaders.CorHeader!.Flags & (CorFlags.ILOnly | CorFlags.ILLibrary)) == 0)
        {
            return "native code is mixed in";
        }

        return reader.GetMetadataReader().IsAssembly ? null : "it is a module without a manifest";
    }
}
