using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Executors.Generators;

/// <summary>
/// A hash of what may go over the wire for a job. It changes when a type gets, loses or renames a member, when a member gets another type, or when it is serialized otherwise by an attribute; of all types that input and output are made
/// of. What serializers do not look at, such as methods, does not change it. The order of members does, since some serializers go by it.
/// </summary>
internal sealed class JobContract
{
    private static readonly SymbolDisplayFormat Name = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    private readonly StringBuilder text = new();

    // Definitions, and not what is made of them: else a type whose member is made of a larger one of its kind would never end.
    private readonly HashSet<INamedTypeSymbol> known = new(SymbolEqualityComparer.Default);
    private readonly Queue<INamedTypeSymbol> open = [];

    private JobContract()
    {
    }

    public static string Of(ITypeSymbol input, ITypeSymbol output, CancellationToken cancellationToken)
    {
        using var hash = SHA256.Create();
        return string.Concat(hash.ComputeHash(Encoding.UTF8.GetBytes(TextOf(input, output, cancellationToken))).Select(static part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }

    internal static string TextOf(ITypeSymbol input, ITypeSymbol output, CancellationToken cancellationToken)
    {
        var contract = new JobContract();
        contract.text.Append($"{contract.Mention(input)} -> {contract.Mention(output)}\n");
        while (contract.open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            contract.Describe(contract.open.Dequeue());
        }

        return contract.text.ToString();
    }

    private void Describe(INamedTypeSymbol type)
    {
        text.Append($"{type.TypeKind} {type.ToDisplayString(Name)}");
        if (type.EnumUnderlyingType is { } underlying)
        {
            text.Append($" : {underlying.ToDisplayString(Name)}");
        }

        if (type.BaseType is { SpecialType: SpecialType.None } parent)
        {
            text.Append($" : {Mention(parent)}");
        }

        // A collection is serialized as one because of its interfaces.
        text.Append(string.Concat(type.Interfaces.Select(implemented => $", {Mention(implemented)}")));
        text.Append($"{Attributes(type.GetAttributes())}\n");
        foreach (var member in type.GetMembers())
        {
            Describe(member);
        }
    }

    private void Describe(ISymbol member)
    {
        var (type, value) = member switch
        {
            IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum, HasConstantValue: true } constant => (constant.Type, constant.ConstantValue),
            IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } field => (field.Type, null),
            IPropertySymbol { IsStatic: false, Parameters.IsEmpty: true } property => (property.Type, null),
            _ => (null, null),
        };
        if (type is null)
        {
            return;
        }

        var attributes = Attributes(member.GetAttributes());
        if (member.DeclaredAccessibility == Accessibility.Public || attributes.Length > 0)
        {
            text.Append($"  {member.Name}: {Mention(type)}{attributes}{(value is null ? "" : " = " + Text(value))}\n");
        }
    }

    private string Mention(ITypeSymbol type)
    {
        Meet(type);
        return type.ToDisplayString(Name);
    }

    private void Meet(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                Meet(array.ElementType);
                break;
            case INamedTypeSymbol named:
                for (var current = named; current is not null; current = current.ContainingType)
                {
                    foreach (var argument in current.TypeArguments)
                    {
                        Meet(argument);
                    }
                }

                if (!IsPlatform(named) && known.Add(named.OriginalDefinition))
                {
                    open.Enqueue(named.OriginalDefinition);
                }

                break;
        }
    }

    // What says how something is serialized, be it of this serializer or of another; of the platform's own attributes most do not.
    private string Attributes(ImmutableArray<AttributeData> attributes) => string.Concat(
        from attribute in attributes
        where attribute.AttributeClass is { } type && (!IsPlatform(type) || type.ContainingNamespace is { Name: "Serialization" })
        let positional = attribute.ConstructorArguments.Select(Text)
        let named = attribute.NamedArguments.Select(argument => $"{argument.Key} = {Text(argument.Value)}")
        select $" [{attribute.AttributeClass!.ToDisplayString(Name)}({string.Join(", ", positional.Concat(named))})]");

    private string Text(TypedConstant constant) => constant switch
    {
        { Kind: TypedConstantKind.Array, IsNull: false } => $"{{{string.Join(", ", constant.Values.Select(Text))}}}",
        { Kind: TypedConstantKind.Array } => "null",
        { Value: ITypeSymbol type } => Mention(type),
        _ => Text(constant.Value),
    };

    private static string Text(object? value) => value is null ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static bool IsPlatform(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { Name: "System" };
    }
}
