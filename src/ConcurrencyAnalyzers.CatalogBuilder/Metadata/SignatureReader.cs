using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Metadata;

/// <summary>Decodes the signatures of one assembly.</summary>
internal sealed class SignatureReader(Universe universe, AssemblyImage assembly) : ISignatureTypeProvider<TypeSignature, object?>
{
    public TypeSignature GetArrayType(TypeSignature elementType, ArrayShape shape) => new() { Kind = SignatureKind.Array, Element = elementType, Number = shape.Rank };

    public TypeSignature GetByReferenceType(TypeSignature elementType) => new() { Kind = SignatureKind.ByReference, Element = elementType };

    public TypeSignature GetFunctionPointerType(MethodSignature<TypeSignature> signature) => new() { Kind = SignatureKind.FunctionPointer };

    public TypeSignature GetGenericInstantiation(TypeSignature genericType, ImmutableArray<TypeSignature> typeArguments) =>
        new() { Kind = SignatureKind.Named, Name = genericType.Name, Type = genericType.Type, Arguments = typeArguments };

    public TypeSignature GetGenericMethodParameter(object? genericContext, int index) => new() { Kind = SignatureKind.MethodParameter, Number = index };

    public TypeSignature GetGenericTypeParameter(object? genericContext, int index) => new() { Kind = SignatureKind.TypeParameter, Number = index };

    public TypeSignature GetModifiedType(TypeSignature modifier, TypeSignature unmodifiedType, bool isRequired) => unmodifiedType;

    public TypeSignature GetPinnedType(TypeSignature elementType) => elementType;

    public TypeSignature GetPointerType(TypeSignature elementType) => new() { Kind = SignatureKind.Pointer, Element = elementType };

    public TypeSignature GetPrimitiveType(PrimitiveTypeCode typeCode) => universe.Primitive(typeCode);

    public TypeSignature GetSZArrayType(TypeSignature elementType) => new() { Kind = SignatureKind.Array, Element = elementType, Number = 1 };

    public TypeSignature GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => universe.Signature(assembly, handle);

    public TypeSignature GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => universe.Signature(assembly, handle);

    public TypeSignature GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        universe.Signature(assembly, handle);
}
