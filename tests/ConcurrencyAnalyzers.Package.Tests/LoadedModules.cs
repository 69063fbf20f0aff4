using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>A witness inside the compiler: an analyzer that says which analyzers of ours its process has loaded, and from where.</summary>
internal static class LoadedModules
{
    public const string Id = "LOADED";

    private const string Source = """
        using System;
        using System.Collections.Immutable;
        using Microsoft.CodeAnalysis;
        using Microsoft.CodeAnalysis.Diagnostics;

        [DiagnosticAnalyzer(LanguageNames.CSharp)]
        public sealed class LoadedModulesAnalyzer : DiagnosticAnalyzer
        {
            private static readonly DiagnosticDescriptor Descriptor = new("LOADED", "Loaded", "{0}|{1}", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

            public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

            public override void Initialize(AnalysisContext context) => context.RegisterCompilationAction(static context =>
            {
                foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
                {
                    if (assembly.GetName().Name == "ConcurrencyAnalyzers")
                    {
                        context.ReportDiagnostic(Diagnostic.Create(Descriptor, Location.None, assembly.ManifestModule.ModuleVersionId, assembly.Location));
                    }
                }
            });
        }
        """;

    public static string CompileInto(string folder)
    {
        var file = Path.Combine(folder, "LoadedModules.dll");
        var platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var result = CSharpCompilation.Create(
            "LoadedModules",
            [CSharpSyntaxTree.ParseText(Source, new CSharpParseOptions(LanguageVersion.Latest))],
            platform.Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(file);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return file;
    }
}
