using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// What of a value does not arrive when it is written as JSON and read in another process, by System.Text.Json as it is without further options. Types that have converters, collections of one's own, interfaces and
/// types of other assemblies are not looked into: of what is unknown, nothing is lost.
/// </summary>
internal sealed class JsonLoss
{
    private const string ThisProcess = "it is of use in this process only";

    private static readonly HashSet<string> Bound = new(StringComparer.Ordinal) { "Type", "IntPtr", "UIntPtr", "CancellationToken", "Stream", "Task", "WaitHandle", "SafeHandle", "Thread", "Socket", "DbConnection", "HttpClient" };

    private readonly KnownSymbols symbols;
    private readonly bool hasFields;
    private readonly bool populates;

    // By definition, so that a type whose member is a larger one of its kind comes to an end.
    private readonly HashSet<ISymbol> known = new(SymbolEqualityComparer.Default);
    private readonly Queue<(ITypeSymbol Type, string Name)> open = new();

    private JsonLoss(INamedTypeSymbol context, KnownSymbols symbols)
    {
        this.symbols = symbols;
        hasFields = Option(context, "IncludeFields") is { Value: true };
        populates = Option(context, "PreferredObjectCreationHandling") is not null;
    }

    /// <summary>The first thing that is lost, level by level.</summary>
    public static (string What, string Why)? In(ITypeSymbol type, INamedTypeSymbol context, KnownSymbols symbols)
    {
        if (Option(context, "Converters") is not null)
        {
            return null;
        }

        var loss = new JsonLoss(context, symbols);
        loss.open.Enqueue((type, type.Name));
        while (loss.open.Count > 0)
        {
            var (next, name) = loss.open.Dequeue();
            if (loss.Look(next, name) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The types that a context which knows the type knows with it: those of its members, and what these are made of.</summary>
    public static IEnumerable<ITypeSymbol> Reached(ITypeSymbol type)
    {
        var found = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        var definitions = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var pending = new Stack<ITypeSymbol>();
        pending.Push(type);
        while (pending.Count > 0)
        {
            var next = pending.Pop();
            if (!found.Add(next))
            {
                continue;
            }

            foreach (var part in Parts(next).Concat(definitions.Add(next.OriginalDefinition) ? Members(next).Select(static member => member.Type) : []))
            {
                pending.Push(part);
            }
        }

        return found;
    }

    private (string What, string Why)? Look(ITypeSymbol type, string name)
    {
        if (!HasConverter(type) && WhyLost(type) is { } reason)
        {
            return (name, reason);
        }

        foreach (var part in Parts(type))
        {
            open.Enqueue((part, name));
        }

        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, IsTupleType: false } named || !symbols.IsOwn(named) || HasConverter(named) || IsCollection(named) || !known.Add(named.OriginalDefinition)
            || Given(named) is not { } given)
        {
            return null;
        }

        foreach (var (member, value) in Members(named))
        {
            if (HasAttribute(member, "JsonIgnoreAttribute") || HasConverter(member))
            {
                continue;
            }

            var path = $"{named.Name}.{member.Name}";
            if (!HasAttribute(member, "JsonIncludeAttribute") && !given.Contains(member.Name) && WhyUnread(member, value, named) is { } reasonOfMember)
            {
                return (path, reasonOfMember);
            }

            open.Enqueue((value, path));
        }

        return null;
    }

    private string? WhyLost(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Delegate } => "it is code, which does not leave its process",
        { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } => ThisProcess,
        INamedTypeSymbol { IsTupleType: true } when !hasFields => "JSON leaves out fields, and a tuple has nothing else",
        _ => IsBound(type) ? ThisProcess : null,
    };

    private string? WhyUnread(ISymbol member, ITypeSymbol value, INamedTypeSymbol type) => member switch
    {
        IFieldSymbol => hasFields ? null : "JSON leaves out fields",
        IPropertySymbol { SetMethod: { DeclaredAccessibility: not Accessibility.Public } } => "JSON does not set what only its type can set",
        IPropertySymbol { SetMethod: null } when !populates && IsFilled(value) && !HasAttribute(type, "JsonObjectCreationHandlingAttribute") && !HasAttribute(member, "JsonObjectCreationHandlingAttribute")
            && BeginsEmpty(member) => "JSON does not fill a collection that it cannot set",
        _ => null,
    };

    // What is put in where the type itself makes it is put in by the type in the other process, too.
    private static bool BeginsEmpty(ISymbol property) => property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is PropertyDeclarationSyntax { Initializer.Value: { } value } && value switch
    {
        CollectionExpressionSyntax collection => collection.Elements.Count == 0,
        BaseObjectCreationExpressionSyntax creation => creation is { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null },
        _ => false,
    };

    /// <summary>What the constructor is given that JSON calls; null where nobody knows which that is.</summary>
    private static HashSet<string>? Given(INamedTypeSymbol type)
    {
        var constructors = type.InstanceConstructors.Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToList();
        var chosen = type.InstanceConstructors.FirstOrDefault(static constructor => HasAttribute(constructor, "JsonConstructorAttribute"))
            ?? constructors.Find(static constructor => constructor.Parameters.IsEmpty) ?? (constructors.Count == 1 ? constructors[0] : null);
        return chosen is null ? null : new HashSet<string>(chosen.Parameters.Select(static parameter => parameter.Name), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The public fields and properties, those of base classes included.</summary>
    private static IEnumerable<(ISymbol Member, ITypeSymbol Type)> Members(ITypeSymbol type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None, TypeKind: TypeKind.Class or TypeKind.Struct }; current = current.BaseType)
        {
            if (IsPlatform(current))
            {
                yield break;
            }

            foreach (var member in current.GetMembers())
            {
                switch (member)
                {
                    case IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public } field:
                        yield return (field, field.Type);
                        break;
                    case IPropertySymbol { IsStatic: false, Parameters.IsEmpty: true, DeclaredAccessibility: Accessibility.Public, GetMethod: { } } property:
                        yield return (property, property.Type);
                        break;
                }
            }
        }
    }

    private static IEnumerable<ITypeSymbol> Parts(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => [array.ElementType],
        INamedTypeSymbol { TypeKind: not TypeKind.Delegate } named => named.TypeArguments,
        _ => [],
    };

    private static bool IsBound(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (Bound.Contains(current.Name) && IsPlatform(current))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCollection(ITypeSymbol type) => type.SpecialType != SpecialType.System_String && (type.TypeKind == TypeKind.Array || type.AllInterfaces.Any(static contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable));

    /// <summary>A collection that is made first and filled then.</summary>
    private static bool IsFilled(ITypeSymbol type) => type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface, ContainingNamespace.Name: not ("Immutable" or "Frozen") } && type.Name.IndexOf("ReadOnly", StringComparison.Ordinal) < 0
        && type.AllInterfaces.Append(type).Any(static contract => contract.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_ICollection_T);

    private static bool IsPlatform(ITypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { IsGlobalNamespace: false, Name: "System" };
    }

    private static bool HasConverter(ISymbol symbol) => HasAttribute(symbol, "JsonConverterAttribute");

    private static bool HasAttribute(ISymbol symbol, string name) => symbol.GetAttributes().Any(attribute => attribute.AttributeClass is { ContainingNamespace.Name: "Serialization" } type && (type.Name == name || type.BaseType?.Name == name));

    private static TypedConstant? Option(INamedTypeSymbol context, string name)
    {
        foreach (var argument in context.GetAttributes().Where(static attribute => attribute.AttributeClass?.Name == "JsonSourceGenerationOptionsAttribute").SelectMany(static attribute => attribute.NamedArguments))
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return null;
    }
}
