using System.Text;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Catalogue;

/// <summary>Odd and enormous code: no crash, no hang, and an end when it is asked for.</summary>
public sealed class RobustnessTests
{
    [Fact]
    public async Task All_rules_together_survive_broken_code()
    {
        var run = AnalysisRun.Of(BrokenCode.Sources, RuleCatalogue.Analyzers);
        Assert.DoesNotContain(await run.DiagnosticsAsync(), static diagnostic => diagnostic.Id == "AD0001");
    }

    [Fact]
    public async Task Call_chain_of_ten_thousand_methods_is_followed_to_its_end_and_silent_beyond_the_witness()
    {
        var source = new StringBuilder("using System.IO; using System.Threading.Tasks; class C { public async Task M() { await Task.Yield(); M0(); M9995(); }\n");
        for (var i = 0; i < 10_000; i++)
        {
            source.Append($"void M{i}() => {(i == 9_999 ? "File.ReadAllText(\"x\")" : $"M{i + 1}()")};\n");
        }

        var found = await DiagnosticsOf(source.Append('}').ToString());
        var only = Assert.Single(found);
        Assert.Equal("CONC201", only.Id);
        Assert.Contains("M9995 → … → M9999 → File.ReadAllText", only.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cycle_of_a_thousand_methods_ends()
    {
        var source = new StringBuilder("using System.IO; using System.Threading.Tasks; class C { public async Task M() { await Task.Yield(); M3(); }\n");
        for (var i = 0; i < 300; i++)
        {
            source.Append($"void M{i}() {{ M{(i + 1) % 300}(); M{(i * 7) % 300}(); {(i == 5 ? "File.ReadAllText(\"x\");" : "")} }}\n");
        }

        Assert.Single(await DiagnosticsOf(source.Append('}').ToString()), static diagnostic => diagnostic.Id == "CONC201");
    }

    [Fact]
    public async Task Method_of_twenty_thousand_lines_is_read_to_its_last_one()
    {
        var source = new StringBuilder("using System; using System.IO; using System.Threading.Tasks; class C { async Task M(int x) {\n");
        for (var i = 0; i < 20_000; i++)
        {
            source.Append($"x = Math.Abs(x + {i});\n");
        }

        Assert.Single(await DiagnosticsOf(source.Append("await Task.Yield(); File.ReadAllText(x.ToString()); } }").ToString()), static diagnostic => diagnostic.Id == "CONC201");
    }

    [Fact]
    public async Task Deeply_nested_lambdas_and_expressions_do_not_exhaust_the_stack()
    {
        var sum = string.Join(" + ", Enumerable.Range(0, 5_000).Select(static i => $"a[{i % 10}]"));
        var functions = string.Concat(Enumerable.Range(0, 100).Select(static i => $"void F{i}() {{ "));
        var calls = string.Concat(Enumerable.Range(0, 100).Reverse().Select(static i => $"}} F{i}(); "));
        var found = await DiagnosticsOf($"using System.IO; using System.Threading.Tasks; class C {{ int Sum(int[] a) => {sum}; async Task Nested() {{ await Task.Yield(); {functions} {calls} }} async Task Save() {{ await Task.Yield(); File.ReadAllText(\"x\"); }} }}");
        Assert.Equal("CONC201", Assert.Single(found).Id);
    }

    [Fact]
    public async Task Lambdas_that_each_call_the_one_before_twice_are_looked_at_once()
    {
        var source = new StringBuilder("using System; using System.Threading; using System.Threading.Tasks; class C { async Task M() { await Task.Yield(); Action a0 = () => Thread.Sleep(1);\n");
        for (var i = 1; i < 60; i++)
        {
            source.Append($"Action a{i} = () => {{ a{i - 1}(); a{i - 1}(); }};\n");
        }

        Assert.Single(await DiagnosticsOf(source.Append("a59(); } }").ToString()), static diagnostic => diagnostic.Id == "CONC303");
    }

    [Fact]
    public async Task Thousands_of_guards_and_of_assignments_are_read_once()
    {
        var source = new StringBuilder("using System.IO; using System.Threading.Tasks; class C { bool done; Stream s = Stream.Null; async Task M(Stream a, Stream b) { await Task.Yield();\n");
        for (var i = 0; i < 4_000; i++)
        {
            source.Append($"if (done) return; a = b; b = a; var x{i} = a; b = x{i};\n");
        }

        Assert.Empty(await DiagnosticsOf(source.Append("b.ReadByte(); } }").ToString()));
    }

    [Fact]
    public void Cancelled_question_walks_at_most_two_more_bodies()
    {
        var source = new StringBuilder("class C {\n");
        for (var i = 0; i < 200; i++)
        {
            source.Append($"void M{i}() => M{i + 1}();\n");
        }

        var tree = CSharpSyntaxTree.ParseText(source.Append("void M200() { } }").ToString(), cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create("C", [tree], TargetReferences.Net100.Assemblies, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var model = ConcurrencyModel.Of(compilation, new AnalyzerOptions([]), TestContext.Current.CancellationToken);
        var first = (IMethodSymbol)compilation.GetTypeByMetadataName("C")!.GetMembers("M0").Single();

        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var body = model.Bodies.Of(first, cancellation.Token)!;
        cancellation.Cancel();
        var walked = model.Bodies.Walked;

        Assert.ThrowsAny<OperationCanceledException>(() => model.SummaryOf(body, cancellation.Token));
        Assert.InRange(model.Bodies.Walked - walked, 0, 2);

        // What was not finished is not kept: asked again, the answer is whole.
        Assert.Empty(model.SummaryOf(body, TestContext.Current.CancellationToken).Effects);
        Assert.Equal(201, model.Bodies.Walked);
    }

    private static async Task<IEnumerable<Diagnostic>> DiagnosticsOf(string source)
    {
        var found = await AnalysisRun.Of(source, RuleCatalogue.Analyzers).AnalyzerDiagnosticsAsync();
        return found.Where(static diagnostic => diagnostic.Id != "CONC001");
    }
}
