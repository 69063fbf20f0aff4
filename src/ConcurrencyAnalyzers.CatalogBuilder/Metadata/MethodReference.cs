using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.CatalogBuilder.Metadata;

/// <summary>A method as a call names it.</summary>
/// <param name="Method">The definition, where it is part of the universe.</param>
/// <param name="Owner">The type it is called on, as the caller wrote it.</param>
/// <param name="Name">The name, also of what could not be found.</param>
/// <param name="Parameters">The parameter types.</param>
/// <param name="Returns">The result, in terms of the owner's arguments.</param>
/// <param name="IsInstance">Whether it has a receiver.</param>
/// <param name="MethodArguments">The arguments of a generic method.</param>
internal sealed record MethodReference(
    MethodNode? Method,
    TypeSignature Owner,
    string Name,
    ImmutableArray<TypeSignature> Parameters,
    TypeSignature Returns,
    bool IsInstance,
    ImmutableArray<TypeSignature> MethodArguments)
{
    public string FullName => $"{Owner.Name}.{Name}";
}
