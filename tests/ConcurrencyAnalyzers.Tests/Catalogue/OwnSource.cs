using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Catalogue;

/// <summary>The source of the analyzers and fixes, compiled as any other code; not that of the tasks of their build.</summary>
internal static class OwnSource
{
    public static Compilation Compile() => CSharpCompilation.Create(
        "OwnSource",
        Repository.Sources("src").Where(static path => path.Contains("ConcurrencyAnalyzers", StringComparison.Ordinal) && !path.Contains(".Executors", StringComparison.Ordinal))
            .Where(static path => !path.EndsWith(".task.cs", StringComparison.Ordinal))
            .Select(static path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), new CSharpParseOptions(LanguageVersion.Latest), path)),
        Verification.TargetReferences.Net100.Assemblies.AddRange(Roslyn),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static IEnumerable<MetadataReference> Roslyn =>
        AppDomain.CurrentDomain.GetAssemblies()
            .Where(static assembly => assembly.GetName().Name is { } name && name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(static assembly => MetadataReference.CreateFromFile(assembly.Location));
}
