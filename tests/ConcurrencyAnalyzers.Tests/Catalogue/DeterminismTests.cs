using System.Collections.Immutable;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Catalogue;

/// <summary>The same code gives the same diagnostics, whatever the threads did and whichever document was asked first.</summary>
public sealed class DeterminismTests
{
    private const int Runs = 20;

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = RuleCatalogue.Analyzers;

    [Fact]
    public async Task Twenty_concurrent_runs_agree()
    {
        var expected = await Analysis.RunAsync(Service(), Analyzers, concurrent: false);
        Assert.NotEmpty(expected);
        for (var run = 0; run < Runs; run++)
        {
            Assert.Equal(expected, await Analysis.RunAsync(Service(), Analyzers));
        }
    }

    [Fact]
    public async Task One_document_at_a_time_in_any_order_agrees_with_the_whole()
    {
        var expected = await Analysis.RunAsync(Service(), Analyzers);
        for (var seed = 0; seed < 5; seed++)
        {
            var compilation = Service();
            var driver = compilation.WithAnalyzers(Analyzers, new AnalyzerOptions([]));
            var trees = compilation.SyntaxTrees.ToArray();
            new Random(seed).Shuffle(trees);
            var found = new List<Diagnostic>();
            foreach (var tree in trees)
            {
                found.AddRange(await driver.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), null, TestContext.Current.CancellationToken));
            }

            Assert.Equal(expected, Analysis.Sorted(found));
        }
    }

    [Fact]
    public async Task Order_of_the_documents_does_not_matter()
    {
        var expected = await Analysis.RunAsync(Service(), Analyzers);
        var trees = Service().SyntaxTrees.ToArray();
        new Random(7).Shuffle(trees);
        Assert.Equal(expected, await Analysis.RunAsync(Service().RemoveAllSyntaxTrees().AddSyntaxTrees(trees), Analyzers));
    }

    /// <summary>The sample service: real code with findings of every rule.</summary>
    private static CSharpCompilation Service() => CSharpCompilation.Create(
        "Storefront",
        Repository.Sources("samples", "Storefront").Select(static path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: path)).Append(ImplicitUsings),
        TargetReferences.AspNetCore100.Assemblies,
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

    private static SyntaxTree ImplicitUsings => CSharpSyntaxTree.ParseText(string.Concat(new[]
    {
        "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Net.Http", "System.Net.Http.Json", "System.Threading", "System.Threading.Tasks",
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    }.Select(static space => $"global using {space};\n")), path: "ImplicitUsings.cs");
}
