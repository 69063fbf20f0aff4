using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;

namespace ConcurrencyAnalyzers.CatalogBuilder.Metadata;

internal enum SignatureKind : byte
{
    Named,
    Array,
    ByReference,
    Pointer,
    TypeParameter,
    MethodParameter,
    FunctionPointer,
}

/// <summary>A type as a signature writes it. Two signatures are the same type when their <see cref="Key"/>s are equal.</summary>
internal sealed class TypeSignature
{
    public static readonly TypeSignature Unknown = new() { Kind = SignatureKind.Named, Name = "?" };

    private string? key;

    public required SignatureKind Kind { get; init; }

    /// <summary>The full metadata name of a named type, nested types after '+'.</summary>
    public string Name { get; init; } = "";

    /// <summary>The type itself, where it is part of the universe.</summary>
    public TypeNode? Type { get; init; }

    public TypeSignature? Element { get; init; }

    public ImmutableArray<TypeSignature> Arguments { get; init; } = [];

    /// <summary>The position of a type parameter, or the rank of an array.</summary>
    public int Number { get; init; }

    /// <summary>Unique for the type; type parameters are <c>!n</c>, those of methods <c>!!n</c>.</summary>
    public string Key => key ??= Build();

    public TypeSignature Substitute(ImmutableArray<TypeSignature> arguments)
    {
        if (arguments.IsDefaultOrEmpty)
        {
            return this;
        }

        switch (Kind)
        {
            case SignatureKind.TypeParameter:
                return Number < arguments.Length ? arguments[Number] : this;
            case SignatureKind.Array or SignatureKind.ByReference or SignatureKind.Pointer:
                var element = Element!.Substitute(arguments);
                return ReferenceEquals(element, Element) ? this : new TypeSignature { Kind = Kind, Element = element, Number = Number };
            case SignatureKind.Named when !Arguments.IsEmpty:
                return new TypeSignature { Kind = Kind, Name = Name, Type = Type, Arguments = [.. Arguments.Select(argument => argument.Substitute(arguments))] };
            default:
                return this;
        }
    }

    public override string ToString() => Key;

    private string Build()
    {
        var text = new StringBuilder();
        switch (Kind)
        {
            case SignatureKind.Named:
                text.Append(Name);
                if (!Arguments.IsEmpty)
                {
                    text.Append('<').AppendJoin(',', Arguments.Select(static argument => argument.Key)).Append('>');
                }

                break;
            case SignatureKind.Array:
                text.Append(Element!.Key).Append('[').Append(',', Number - 1).Append(']');
                break;
            case SignatureKind.ByReference:
                text.Append(Element!.Key).Append('&');
                break;
            case SignatureKind.Pointer:
                text.Append(Element!.Key).Append('*');
                break;
            case SignatureKind.TypeParameter:
                text.Append('!').Append(Number);
                break;
            case SignatureKind.MethodParameter:
                text.Append("!!").Append(Number);
                break;
            default:
                text.Append("fnptr");
                break;
        }

        return text.ToString();
    }
}
