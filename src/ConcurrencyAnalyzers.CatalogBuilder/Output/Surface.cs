using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Output;

/// <summary>The members that code outside can call, by documentation ID: methods, constructors and getters of visible types.</summary>
internal sealed class Surface
{
    private readonly Dictionary<string, SurfaceMember> members = new(StringComparer.Ordinal);

    /// <summary>In the order of assemblies and their metadata.</summary>
    public IReadOnlyCollection<SurfaceMember> Members => members.Values;

    /// <summary>Adds what an assembly lets others see.</summary>
    /// <param name="catalog">The catalog file that describes it.</param>
    /// <param name="assembly">An assembly of a linked universe.</param>
    public void Add(string catalog, AssemblyImage assembly)
    {
        foreach (var type in assembly.Types.Where(static type => type.IsVisible && !IsInternal(type)))
        {
            foreach (var method in type.Methods)
            {
                if (method.IsVisible && !method.IsStaticConstructor && !assembly.SilentAccessors.Contains(method.Handle) && !type.IsDelegate)
                {
                    var id = DocumentationIds.Of(method);
                    members.TryAdd(id, new SurfaceMember(id, catalog, assembly.Name, type.Name, method));
                }
            }
        }
    }

    // Public for a package's other assemblies, and said to be nobody else's business.
    private static bool IsInternal(TypeNode type) => type.Name.Contains(".Internal.", StringComparison.Ordinal) || type.Name.Contains(".Internals.", StringComparison.Ordinal);

    public SurfaceMember? Find(string id) => members.GetValueOrDefault(id);
}

/// <param name="Id">The documentation ID.</param>
/// <param name="Catalog">The file that describes it.</param>
/// <param name="Assembly">The assembly that shows it: for the framework, the reference assembly.</param>
/// <param name="TypeName">The metadata name of its type.</param>
/// <param name="Shown">The method as that assembly declares it.</param>
internal sealed record SurfaceMember(string Id, string Catalog, string Assembly, string TypeName, MethodNode Shown);
