using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Who calls a member.</summary>
public sealed class HostTests
{
    private const string Xunit = "namespace Xunit { class FactAttribute : Attribute; class CollectionAttribute : Attribute; interface IAsyncLifetime; } namespace BenchmarkDotNet.Attributes { class BenchmarkAttribute : Attribute; } ";

    [Theory]
    [InlineData("static void Main() { }", "EntryPoint")]
    [InlineData("static async Task<int> Main(string[] args) => 1;", "EntryPoint")]
    [InlineData("static void Main(int x) { }", "None")]
    [InlineData("static void Main(string[] a, string[] b) { }", "None")]
    [InlineData("void Main() { }", "None")]
    [InlineData("static void main() { }", "None")]
    public void Main_is_an_entry_point(string member, string host) =>
        Assert.Equal(Enum.Parse<Host>(host), Of(new EngineRun($"#pragma warning disable\nclass C {{ {member} }}"), member.Contains("main") ? "main" : "Main"));

    [Fact]
    public void The_statements_at_the_top_are_an_entry_point()
    {
        var run = new EngineRun("Work(); void Work() => Thread.Sleep(1); class C { void M() { } }") { OutputKind = OutputKind.ConsoleApplication };
        var program = run.Compilation.GetEntryPoint(EngineRun.Cancellation)!;

        Assert.Equal(Host.EntryPoint, run.Model.Hosts.Of(program));
        Assert.Equal(Host.EntryPoint, run.Model.Hosts.Of(run.Model.Bodies.Of(program, EngineRun.Cancellation)!.LocalFunctions.Keys.Single()));
        Assert.Equal(Host.None, Of(run, "C.M"));
    }

    [Theory]
    [InlineData("class C { [Xunit.Fact] void M() { } }", "Test")]
    [InlineData("class C { void M() { } [Xunit.Fact] void Other() { } }", "Test")] // a class with one test is a class of tests
    [InlineData("class Own : Xunit.FactAttribute; class C { [Own] void M() { } }", "Test")] // derived attributes
    [InlineData("class B { [Xunit.Fact] public void Test() { } } class C : B { void M() { } }", "Test")]
    [InlineData("[Xunit.Collection] class C { void M() { } }", "Test")]
    [InlineData("class C : Xunit.IAsyncLifetime { void M() { } }", "Test")]
    [InlineData("class T { [Xunit.Fact] void Test() { } class C { public void M() { } } }", "Test")] // a type inside
    [InlineData("class C { [BenchmarkDotNet.Attributes.Benchmark] void M() { } }", "Benchmark")]
    [InlineData("class C { void M() { } }", "None")]
    [InlineData("class FactAttribute : Attribute; class C { [Fact] void M() { } }", "None")] // of another library
    [InlineData("class T { [Xunit.Fact] void Test() { } } class C { void M() { } }", "None")]
    public void Tests_and_benchmarks_are_known_by_symbol(string source, string host) => Assert.Equal(Enum.Parse<Host>(host), Of(new EngineRun(Xunit + source), "C.M"));

    [Fact]
    public void Lambdas_belong_to_their_member()
    {
        var run = new EngineRun("class C { static void Main() { Action a = () => { }; } }");

        Assert.Equal(Host.EntryPoint, run.Model.Hosts.Of(Assert.Single(run.Lambdas("Main")).Symbol));
    }

    [Fact]
    public void What_a_build_starts_is_as_quiet_as_main() => Assert.Equal(
        Host.EntryPoint, Of(new EngineRun("namespace Microsoft.Build.Framework { interface ITask { bool Execute(); } } class C : Microsoft.Build.Framework.ITask { public bool Execute() => true; }"), "C.Execute"));

    [Theory]
    [InlineData("xunit.core", true, false)]
    [InlineData("nunit.framework", true, false)]
    [InlineData("BenchmarkDotNet", true, false)]
    [InlineData("PresentationFramework", false, true)]
    [InlineData("Avalonia.Controls", false, true)] // by prefix
    [InlineData("System.Web.Mvc", false, true)]
    [InlineData("Newtonsoft.Json", false, false)]
    [InlineData("xunit.abstractions", false, false)]
    public void References_say_what_kind_of_project_it_is(string assembly, bool isTest, bool hasContext)
    {
        var reference = CSharpCompilation.Create(assembly, [], TargetReferences.Net100.Assemblies, new(OutputKind.DynamicallyLinkedLibrary)).ToMetadataReference();
        var hosts = new Hosts(new EngineRun("class C;") { AdditionalReferences = [reference] }.Compilation);

        Assert.Equal((isTest, hasContext), (hosts.IsTestProject, hosts.HasSynchronizationContext));
    }

    [Fact]
    public void The_framework_alone_is_no_test_project_and_has_no_context() => Assert.All(
        new[] { TargetReferences.Net100, TargetReferences.AspNetCore100 },
        static references => Assert.False(new Hosts(new EngineRun { References = references }.Compilation) is { IsTestProject: true } or { HasSynchronizationContext: true }));

    [Fact]
    public void Code_of_a_test_class_is_test_code_and_other_code_is_not()
    {
        var run = new EngineRun(Xunit + "class C { [Xunit.Fact] void M() { } } class D { void M() { } }");

        Assert.True(run.Model.IsTestCode(run.Body("C.M")));
        Assert.False(run.Model.IsTestCode(run.Body("D.M")));
    }

    private static Host Of(EngineRun run, string member) => run.Model.Hosts.Of(run.Member(member));
}
