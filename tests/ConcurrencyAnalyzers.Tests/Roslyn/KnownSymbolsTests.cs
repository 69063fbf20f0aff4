using ConcurrencyAnalyzers.Roslyn;
using ConcurrencyAnalyzers.Tests.Engine;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Roslyn;

public sealed class KnownSymbolsTests
{
    [Fact]
    public void Every_type_is_known_on_the_newest_framework()
    {
        var symbols = KnownSymbols.Of(new EngineRun("class C;").Compilation);

        Assert.All(
            typeof(KnownSymbols).GetProperties().Where(static property => property.PropertyType == typeof(INamedTypeSymbol)),
            property => Assert.True(property.GetValue(symbols) is not null, property.Name));
    }

    [Fact]
    public void A_compilation_is_looked_through_once()
    {
        var compilation = new EngineRun("class C;").Compilation;

        Assert.Same(KnownSymbols.Of(compilation), KnownSymbols.Of(compilation));
    }

    [Fact]
    public void Another_project_is_not_this_one_even_where_its_source_is_at_hand()
    {
        var library = new EngineRun("public class Library;").Compilation;
        var run = new EngineRun("class C : Library;") { AdditionalReferences = [library.WithAssemblyName("Library").ToMetadataReference()] };

        Assert.True(run.Model.Symbols.IsOwn(run.Type("C")));
        Assert.False(run.Model.Symbols.IsOwn(run.Type("C").BaseType!));
        Assert.False(run.Model.Symbols.IsOwn(run.Compilation.ObjectType));
    }

    [Fact]
    public void Where_a_framework_lacks_a_type_nothing_is_one()
    {
        var compilation = CSharpCompilation.Create("Old", [CSharpSyntaxTree.ParseText("class C;", cancellationToken: EngineRun.Cancellation)], TargetReferences.NetFramework.Assemblies);
        var symbols = KnownSymbols.Of(compilation);

        Assert.NotNull(symbols.Task);
        Assert.Null(symbols.ValueTask);
        Assert.Null(symbols.AsyncEnumerable);
        Assert.False(symbols.IsValueTask(compilation.GetSpecialType(SpecialType.System_Int32)));
        Assert.False(symbols.IsValueTask(null));
    }

    [Fact]
    public void Of_two_definitions_any_public_one_will_do()
    {
        var library = CSharpCompilation.Create(
            "Second", [CSharpSyntaxTree.ParseText("namespace System.Threading.Tasks { internal class Parallel; } namespace System { public class TimeSpan; }", cancellationToken: EngineRun.Cancellation)], TargetReferences.Net100.Assemblies, new(OutputKind.DynamicallyLinkedLibrary));
        var symbols = KnownSymbols.Of(new EngineRun("class C;") { AdditionalReferences = [library.ToMetadataReference()] }.Compilation);

        Assert.Equal(Accessibility.Public, symbols.Parallel?.DeclaredAccessibility);
        Assert.NotNull(symbols.TimeSpan);
    }

    [Theory]
    [InlineData("System.Threading.Tasks.Task`1", "Task")]
    [InlineData("System.Collections.Generic.List`1.Enumerator", "Enumerator")]
    [InlineData("System.Collections.Generic.List`1+Enumerator", "Enumerator")]
    [InlineData("Own", "Own")]
    [InlineData("Own.Inner`2", "Inner")]
    [InlineData("System.Threading.Tasks.Task`9", null)]
    [InlineData("System.Threading.Tasks", null)]
    [InlineData("System.Threading.Tasks.Task`", null)]
    [InlineData("System.None.Task", null)]
    [InlineData("", null)]
    public void A_type_is_found_by_the_name_that_documentation_gives_it(string name, string? found)
    {
        var symbols = KnownSymbols.Of(new EngineRun("class Own { class Inner; class Inner<T, U>; }").Compilation);

        Assert.Equal(found, symbols.Find(name)?.Name);
    }

    [Fact]
    public void Where_a_project_defines_a_type_anew_it_means_its_own()
    {
        var run = new EngineRun("namespace System.Threading.Tasks { public class Parallel; }");

        Assert.True(run.Model.Symbols.IsOwn(run.Model.Symbols.Parallel!));
    }

    [Theory]
    [InlineData("Task", true)]
    [InlineData("Task<int>", true)]
    [InlineData("ValueTask", true)]
    [InlineData("ValueTask<int>", true)]
    [InlineData("IAsyncEnumerable<int>", true)]
    [InlineData("IAsyncEnumerator<int>", true)]
    [InlineData("Own", true)] // a public GetAwaiter
    [InlineData("Hidden", false)]
    [InlineData("Static", false)]
    [InlineData("Task[]", false)]
    [InlineData("object", false)]
    [InlineData("IEnumerable<Task>", false)]
    public void An_awaitable_is_known_by_its_shape(string type, bool isAsync)
    {
        var run = new EngineRun($$"""
            class Own { public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => default; }
            class Hidden { System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => default; }
            class Static { public static System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => default; }
            class C { {{type}} field = null!; }
            """.Replace("ValueTask field = null!", "ValueTask field").Replace("ValueTask<int> field = null!", "ValueTask<int> field"));

        Assert.Equal(isAsync, KnownSymbols.Of(run.Compilation).IsAsyncShaped(((IFieldSymbol)run.Member("field")).Type));
    }
}
