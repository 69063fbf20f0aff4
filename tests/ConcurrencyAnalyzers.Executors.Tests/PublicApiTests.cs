using System.Text;
using ConcurrencyAnalyzers.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>
/// What users compile against is recorded, so that a change of it is seen in review. With the environment variable UPDATE_DOCS set the record is written instead.
/// </summary>
public sealed class PublicApiTests
{
    private static readonly string[] Record = ["src", "ConcurrencyAnalyzers.Executors", "PublicApi.txt"];

    private static readonly SymbolDisplayFormat Format = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance,
        memberOptions: SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeExplicitInterface
            | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeType,
        parameterOptions: SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeType,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    [Fact]
    public void Public_surface_is_as_recorded()
    {
        var actual = Surface();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is { Length: > 0 })
        {
            File.WriteAllText(Repository.PathOf(Record), actual);
            return;
        }

        Assert.Equal(Repository.Read(Record).Split('\n'), actual.Split('\n'));
    }

    private static string Surface()
    {
        var reference = MetadataReference.CreateFromFile(typeof(Degree).Assembly.Location);
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(static path => path != typeof(Degree).Assembly.Location);
        var compilation = CSharpCompilation.Create("Consumer", references: [reference, .. platform.Select(static path => MetadataReference.CreateFromFile(path))]);
        var text = new StringBuilder();
        var types = Types(((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!).GlobalNamespace);
        foreach (var group in types.GroupBy(static type => type.ContainingNamespace.ToDisplayString()).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            text.Append($"namespace {group.Key}\n");
            foreach (var type in group.OrderBy(static type => type.ToDisplayString(), StringComparer.Ordinal))
            {
                text.Append($"\n{Heading(type)}\n");
                text.AppendJoin("", type.GetMembers().Where(IsSurface).Select(static member => $"    {member.ToDisplayString(Format)}{(IsObsolete(member) ? " [Obsolete]" : "")}\n").Order(StringComparer.Ordinal));
            }
        }

        return text.ToString();
    }

    private static string Heading(INamedTypeSymbol type)
    {
        var bases = type.Interfaces.Where(IsSurface).ToList();
        if (type.BaseType is { SpecialType: SpecialType.None } parent)
        {
            bases.Insert(0, parent);
        }

        var withoutKeyword = Format.WithKindOptions(SymbolDisplayKindOptions.None);
        return $"{Modifiers(type)}{type.ToDisplayString(Format)}{(bases.Count == 0 ? "" : " : ")}{string.Join(", ", bases.Select(symbol => symbol.ToDisplayString(withoutKeyword)))}";
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(static member => member is INamedTypeSymbol type && IsSurface(type) ? Types(type).Prepend(type) : member is INamespaceSymbol ? Types(member) : []);

    // Accessors are part of their properties.
    private static bool IsSurface(ISymbol symbol) =>
        symbol is { IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal } and not IMethodSymbol { AssociatedSymbol: not null };

    private static bool IsObsolete(ISymbol symbol) => symbol.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == nameof(ObsoleteAttribute));

    // Of a type, the format has none.
    private static string Modifiers(INamedTypeSymbol type) => "public " + type switch
    {
        { IsStatic: true } => "static ",
        { TypeKind: TypeKind.Class, IsSealed: true } => "sealed ",
        { TypeKind: TypeKind.Class, IsAbstract: true } => "abstract ",
        _ => "",
    };
}
