using ConcurrencyAnalyzers.CatalogBuilder.Output;
using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Output;

public sealed class CounterpartsTests
{
    [Theory]
    [InlineData("int Go(int n)", "Task<int> GoAsync(int n)", "-/exact")]
    [InlineData("void Go(int n)", "Task GoAsync(int n)", "-/exact")]
    [InlineData("int Go(int n)", "ValueTask<int> GoAsync(int n)", "-/exact")]
    [InlineData("int Go(int n)", "Task<int> GoAsync(int n, System.Threading.CancellationToken token)", "-/token")]
    [InlineData("int Go(int n)", "Task<int> GoAsync(string n); public abstract Task<int> GoAsync(int n)", "-/exact")]
    [InlineData("int Go(Span<byte> bytes)", "ValueTask<int> GoAsync(Memory<byte> bytes)", "-/compatible")]
    [InlineData("int Go(ReadOnlySpan<int> n)", "ValueTask<int> GoAsync(ReadOnlyMemory<int> n, System.Threading.CancellationToken token)", "-/compatible")]
    [InlineData("int Go(int n)", "Task<int> GoAsync(string n)", "-/name")]
    [InlineData("int Go(int n)", "Task<string> GoAsync(int n)", "-/name")]
    [InlineData("int Go(int n)", "Task<int> GoAsync()", "-/name")]
    [InlineData("int Go(int n)", "Task<int> GoAsync(int n, int more)", "-/name")]
    [InlineData("IEnumerable<int> Go()", "IAsyncEnumerable<int> GoAsync()", "-/exact")]
    [InlineData("int Go(int n)", "int GoAsync(int n)", "none")]
    [InlineData("int Go(int n)", "void GoAsync(int n)", "none")]
    [InlineData("int Go(int n)", "Task<int> RunAsync(int n)", "none")]
    public void An_asynchronous_form_is_graded_by_how_it_takes_the_arguments(string method, string form, string column)
    {
        using var program = DerivedProgram.Of($"public abstract class C {{ public abstract {method}; public abstract {form}; }}");

        Assert.Equal(column, Counterparts.Column(program.Find("C.Go")));
    }

    [Fact]
    public void A_getters_asynchronous_form_starts_with_get()
    {
        using var program = DerivedProgram.Of("public abstract class C { public abstract int Size { get; } public abstract Task<int> GetSizeAsync(); }");

        Assert.Equal("-/exact", Counterparts.Column(program.Find("C.get_Size")));
    }

    [Fact]
    public void What_is_hidden_static_or_a_constructor_does_not_count()
    {
        using var program = DerivedProgram.Of("""
            public class C
            {
                public void Hidden() { }
                internal Task HiddenAsync() => Task.CompletedTask;
                public void Instance() { }
                public static Task InstanceAsync() => Task.CompletedTask;
                public Task Started() => Task.CompletedTask;
                public Task StartedAsync() => Task.CompletedTask;
            }
            """);

        Assert.Equal("none", Counterparts.Column(program.Find("C.Hidden")));
        Assert.Equal("none", Counterparts.Column(program.Find("C.Instance")));
        Assert.Equal("none", Counterparts.Column(program.Find("C.Started")));
        Assert.Equal("none", Counterparts.Column(program.Find("C..ctor")));
    }

    [Fact]
    public void The_form_may_stand_in_a_base_or_in_an_interface_that_is_inherited()
    {
        using var program = DerivedProgram.Of("""
            public interface IAsyncStore { Task LoadAsync(); }
            public interface IStore : IAsyncStore { void Load(); }
            public class Base { public Task LoadAsync() => Task.CompletedTask; }
            public class Derived : Base { public void Load() { } }
            """);

        Assert.Equal("M:IAsyncStore.LoadAsync/exact", Counterparts.Column(program.Find("IStore.Load")));
        Assert.Equal("-/exact", Counterparts.Column(program.Find("Derived.Load")));
    }

    [Fact]
    public void A_form_of_another_name_is_graded_too()
    {
        using var program = DerivedProgram.Of("public class C { public int Go(int n) => n; public Task<int> GoTaskAsync(int n) => null!; }");

        Assert.Equal(Compatibility.Exact, Counterparts.Of(program.Find("C.Go"), "GoTaskAsync"));
        Assert.Equal(Compatibility.None, Counterparts.Of(program.Find("C.Go")));
    }
}
