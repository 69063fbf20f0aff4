using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Derivation;

public sealed class InterfaceTests
{
    [Theory]
    [InlineData("class Disk : IStore { public void Load() => Native.Read(); }")]
    [InlineData("class Disk : IStore { void IStore.Load() => Native.Read(); }")]
    [InlineData("class Disk : IStore { void IStore.Load() => Native.Read(); public void Load() { } }")]
    [InlineData("class Reader { public void Load() => Native.Read(); } class Disk : Reader, IStore { }")]
    [InlineData("interface IDisk : IStore { } class Disk : IDisk { public void Load() => Native.Read(); }")]
    [InlineData("abstract class Any : IStore { public abstract void Load(); } class Disk : Any { public override void Load() => Native.Read(); }")]
    [InlineData("class Any : IStore { public virtual void Load() => Native.Read(); } class Disk : Any { public override void Load() => Native.Read(); }")]
    [InlineData("struct Disk : IStore { public void Load() => Native.Read(); }")]
    [InlineData("interface IDisk : IStore { void IStore.Load() => Native.Read(); } class Disk : IDisk { }")]
    public void However_a_contract_is_implemented_a_call_of_it_gets_there(string implementation)
    {
        using var program = DerivedProgram.Of($$"""
            interface IStore { void Load(); }
            {{implementation}}
            static class C { public static void Go(IStore store) => store.Load(); }
            """);

        Assert.Equal("file", program.Effects("C.Go"));
        Assert.False(program.IsVoted("C.Go", "file"));
    }

    [Fact]
    public void Implementations_of_a_generic_contract_are_told_apart_by_their_arguments()
    {
        using var program = DerivedProgram.Of("""
            interface IStore<T> { void Load(T key); }
            class Disk : IStore<int>, IStore<string> { void IStore<int>.Load(int key) => Native.Read(); public void Load(string key) => Native.Read(); }
            static class C { public static void Go(IStore<int> store) => store.Load(1); }
            """);

        Assert.Equal("file", program.Effects("C.Go"));
    }

    [Fact]
    public void An_object_that_was_just_made_says_which_implementation_is_called()
    {
        using var program = DerivedProgram.Of("""
            interface IStore { void Load(); }
            class Disk : IStore { public void Load() => Native.Read(); }
            class Memory : IStore { public void Load() { } }
            static class C
            {
                public static void Disk() { IStore store = new Disk(); store.Load(); store.Load(); }
                public static void Memory() { IStore store = new Memory(); store.Load(); store.Load(); }
                public static void Any(IStore store) => store.Load();
            }
            """);

        Assert.Equal("file", program.Effects("C.Disk"));
        Assert.Equal("", program.Effects("C.Memory"));
        Assert.Equal("", program.Effects("C.Any"));
    }
}
