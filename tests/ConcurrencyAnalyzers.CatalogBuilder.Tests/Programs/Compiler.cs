using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

/// <summary>Turns C# into the bytes of an optimised assembly.</summary>
internal static class Compiler
{
    private static readonly CSharpCompilationOptions Settings = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        deterministic: true,
        nullableContextOptions: NullableContextOptions.Enable);

    public static CSharpCompilation Compile(string name, string source, params MetadataReference[] references) =>
        CompileAgainst(TargetReferences.Net100.Assemblies.Concat(references), name, source);

    public static CSharpCompilation CompileAgainst(IEnumerable<MetadataReference> references, string name, string source) =>
        CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest), cancellationToken: TestContext.Current.CancellationToken)],
            references,
            Settings);

    public static byte[] Emit(this CSharpCompilation compilation)
    {
        var image = new MemoryStream();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return image.ToArray();
    }

    public static byte[] Emit(string name, string source, params MetadataReference[] references) => Compile(name, source, references).Emit();
}
