using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Derivation;

public sealed class GenericTests
{
    [Fact]
    public void An_override_is_found_through_an_instantiated_base()
    {
        using var program = DerivedProgram.Of("""
            abstract class Store<T> { public abstract void Load(T key, List<T> more); }
            abstract class Named<T> : Store<KeyValuePair<string, T>> { }
            class Disk : Named<int> { public override void Load(KeyValuePair<string, int> key, List<KeyValuePair<string, int>> more) => Native.Read(); }
            static class C { public static void Go(Store<KeyValuePair<string, int>> store) => store.Load(default, null!); }
            """);

        Assert.Equal("file", program.Effects("C.Go"));
        Assert.Equal("Disk.Load, Native.Read, native: blocker!Read", program.Witness("C.Go", "file"));
    }

    [Fact]
    public void Overloads_that_differ_by_type_arguments_are_told_apart()
    {
        using var program = DerivedProgram.Of("""
            abstract class Store<T> { public abstract void Load(T key); public abstract void Load(List<T> keys); }
            class Disk : Store<int> { public override void Load(int key) => Native.Read(); public override void Load(List<int> keys) => Native.Send(); }
            static class C
            {
                public static void One(Store<int> store) => store.Load(1);
                public static void Many(Store<int> store) => store.Load(new List<int>());
            }
            """);

        Assert.Equal("file", program.Effects("C.One"));
        Assert.Equal("network", program.Effects("C.Many"));
    }

    [Fact]
    public void A_generic_method_is_one_method_whatever_its_arguments()
    {
        using var program = DerivedProgram.Of("""
            class Box<T> { public U Map<U>(U value) { Native.Read(); return value; } public static void Clear() => Native.Send(); }
            static class C
            {
                public static int Go(Box<string> box) => box.Map(1);
                public static string Text(Box<int> box) => box.Map("");
                public static void Clear() => Box<Guid>.Clear();
            }
            """);

        Assert.Equal("file", program.Effects("C.Go"));
        Assert.Equal("file", program.Effects("C.Text"));
        Assert.Equal("network", program.Effects("C.Clear"));
    }

    [Fact]
    public void A_call_through_a_type_parameter_is_a_call_of_its_constraint()
    {
        using var program = DerivedProgram.Of("""
            interface IWork { void Do(); }
            struct Job : IWork { public void Do() => Native.Read(); }
            static class C { public static void Go<T>(T work) where T : IWork => work.Do(); }
            """);

        Assert.Equal("file", program.Effects("C.Go"));
    }
}
