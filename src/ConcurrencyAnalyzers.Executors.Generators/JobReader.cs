using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Executors.Generators;

/// <summary>Whether code of the same assembly can name a type as a job, and what it needs for that.</summary>
internal static class JobReader
{
    public const string Attribute = Namespace + ".ProcessJobAttribute";

    private const string Namespace = "ConcurrencyAnalyzers.Executors.Processes";

    private static readonly SymbolDisplayFormat Code =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat NamespaceCode = SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    public static JobModel? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not INamedTypeSymbol job || !CanBeNamed(job, context.SemanticModel.Compilation))
        {
            return null;
        }

        // Twice a job is none: it has one name.
        var contracts = job.AllInterfaces.Where(IsJob).ToList();
        if (contracts is not [{ TypeArguments: [var input, var output] }] || !CanBeNamed(input, context.SemanticModel.Compilation) || !CanBeNamed(output, context.SemanticModel.Compilation))
        {
            return null;
        }

        return new JobModel(
            job.ContainingNamespace.IsGlobalNamespace ? "" : job.ContainingNamespace.ToDisplayString(NamespaceCode),
            PathOf(job) + "ProcessJobExtensions",
            job.Name,
            job.ToDisplayString(Code),
            input.ToDisplayString(Code),
            output.ToDisplayString(Code),
            JobContract.Of(input, output, cancellationToken),
            IsPublic(job) && IsPublic(input) && IsPublic(output));
    }

    private static bool IsJob(INamedTypeSymbol type) => type is { Name: "IProcessJob", Arity: 2, ContainingNamespace: var space } && space.ToDisplayString(NamespaceCode) == Namespace;

    private static string PathOf(INamedTypeSymbol type) => type.ContainingType is { } outer ? $"{PathOf(outer)}_{type.Name}" : type.Name;

    // What another generator writes is an error here: it may be named in another namespace in the end.
    private static bool CanBeNamed(ITypeSymbol type, Compilation compilation) =>
        compilation.IsSymbolAccessibleWithin(type, compilation.Assembly) && HasFixedName(type);

    private static bool HasFixedName(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => HasFixedName(array.ElementType),
        INamedTypeSymbol named => named.TypeKind != TypeKind.Error && !named.IsFileLocal && named.TypeArguments.All(HasFixedName) && (named.ContainingType is null || HasFixedName(named.ContainingType)),
        _ => type.TypeKind == TypeKind.Dynamic,
    };

    private static bool IsPublic(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsPublic(array.ElementType),
        INamedTypeSymbol named => named.DeclaredAccessibility == Accessibility.Public && named.TypeArguments.All(IsPublic) && (named.ContainingType is null || IsPublic(named.ContainingType)),
        _ => true,
    };
}
