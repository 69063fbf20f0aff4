using Microsoft.CodeAnalysis;
using Xunit;

namespace ConcurrencyAnalyzers.Tests.Verification;

public sealed class AnalysisRunTests
{
    [Fact]
    public async Task Compilation_has_all_sources_and_no_error()
    {
        var run = AnalysisRun.Of(["class C { }", "class D : C { }"]);

        Assert.Equal(2, (await run.CompilationAsync()).SyntaxTrees.Count());
        Assert.Empty(await run.CompilerErrorsAsync());
    }

    [Fact]
    public async Task Diagnostics_come_in_order_of_location()
    {
        var run = AnalysisRun.Of(["class Bad3 { } class Bad2 { }", "class Bad1 : Missing { }"], new BadNameAnalyzer(), new HasNoLocation());

        Assert.Equal(
            ["Bad1", "Bad2", "Bad3", "Bad3", "Bad2", "Bad1"],
            (await run.AnalyzerDiagnosticsAsync()).Select(d => d.GetMessage().Split('\'')[1]));
        Assert.Equal(["CS0246"], (await run.CompilerErrorsAsync()).Select(d => d.Id));
    }

    [Fact]
    public async Task Diagnostics_belong_to_the_solution()
    {
        var run = AnalysisRun.Of("class Bad { }", new BadNameAnalyzer());

        var diagnostic = Assert.Single(await run.AnalyzerDiagnosticsAsync());
        Assert.Equal("Test0.cs", run.Solution.GetDocument(diagnostic.Location.SourceTree)?.Name);
    }

    public static TheoryData<TargetReferences> Frameworks =>
        [TargetReferences.Net100, TargetReferences.AspNetCore100, TargetReferences.NetStandard20, TargetReferences.NetFramework];

    [Theory, MemberData(nameof(Frameworks))]
    public async Task Framework_is_complete(TargetReferences references)
    {
        var run = new AnalysisRun(SolutionText.Of("class C { System.Threading.Tasks.Task T; dynamic D; }"), new() { References = references });

        Assert.Empty(await run.CompilerErrorsAsync());
        var task = Assert.Single((await run.CompilationAsync()).GetTypesByMetadataName("System.Threading.Tasks.Task"));
        Assert.Equal(TypeKind.Class, task.TypeKind);
    }
}
