using ConcurrencyAnalyzers.Benchmarks.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Precision;

/// <summary>What a build would add to the sources of a folder: the implicit directives of the SDK, what its generators write, and an entry point where there is one.</summary>
internal static class FolderProject
{
    private static readonly string[] Namespaces =
    [
        "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Net.Http", "System.Net.Http.Json", "System.Threading", "System.Threading.Tasks",
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    private static readonly string[] Generators = ["System.Text.Json.SourceGeneration.dll", "System.Text.RegularExpressions.Generator.dll"];

    public static Corpus Complete(Corpus corpus)
    {
        var compilation = corpus.Compilation;
        if (compilation.SyntaxTrees.Any(static tree => ((CompilationUnitSyntax)tree.GetRoot()).Members.OfType<GlobalStatementSyntax>().Any()))
        {
            compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        }

        var options = (CSharpParseOptions?)compilation.SyntaxTrees.FirstOrDefault()?.Options;
        var usings = CSharpSyntaxTree.ParseText(string.Concat(Namespaces.Select(static space => $"global using {space};\n")), options, "ImplicitUsings.g.cs");
        var completed = compilation.AddSyntaxTrees(usings);
        if (Errors(completed) <= Errors(compilation))
        {
            compilation = completed;
        }

        var folder = Path.Combine(Corpus.PackFolder("Microsoft.NETCore.App.Ref"), "analyzers", "dotnet", "cs");
        return corpus with { Compilation = RecordedArguments.Generate(compilation, [.. Generators.Select(name => Path.Combine(folder, name))], options ?? CSharpParseOptions.Default, [], configured: null) };
    }

    private static int Errors(Compilation compilation) => compilation.GetDiagnostics().Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
