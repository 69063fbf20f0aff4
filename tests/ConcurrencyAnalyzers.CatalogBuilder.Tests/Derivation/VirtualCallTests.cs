using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Derivation;

public sealed class VirtualCallTests
{
    [Fact]
    public void The_only_implementation_is_what_is_called()
    {
        using var program = DerivedProgram.Of("""
            abstract class Store { public abstract void Load(); }
            class Disk : Store { public override void Load() => Native.Read(); }
            static class C { public static void Go(Store store) => store.Load(); }
            """);

        Assert.Equal("file", program.Effects("C.Go"));
        Assert.False(program.IsVoted("C.Go", "file"));
        Assert.Equal("Disk.Load, Native.Read, native: blocker!Read", program.Witness("C.Go", "file"));
    }

    [Fact]
    public void An_object_that_was_just_made_has_a_known_type()
    {
        using var program = DerivedProgram.Of("""
            class Store { public virtual void Load() => Native.Read(); }
            class Cache : Store { public override void Load() { } }
            class Copy : Cache { }
            static class C
            {
                static Store Same(Store store) => store;
                public static void Disk() { Store store = new Store(); store.Load(); store.Load(); }
                public static void Cached() { Store store = new Cache(); store.Load(); store.Load(); }
                public static void Inherited() { Store store = new Copy(); store.Load(); store.Load(); }
            }
            """);

        Assert.Equal("file", program.Effects("C.Disk"));
        Assert.Equal("", program.Effects("C.Cached"));
        Assert.Equal("", program.Effects("C.Inherited"));
    }

    [Fact]
    public void A_receiver_narrows_the_candidates_to_its_own_type_and_what_derives_from_it()
    {
        using var program = DerivedProgram.Of("""
            abstract class Store { public abstract void Load(); }
            sealed class Disk : Store { public override void Load() => Native.Read(); }
            sealed class Memory : Store { public override void Load() { } }
            class Remote : Store { public override void Load() => Native.Send(); }
            class Proxy : Remote { }
            static class C
            {
                public static void FromDisk(Disk store) => store.Load();
                public static void FromMemory(Memory store) => store.Load();
                public static void FromProxy(Proxy store) => store.Load();
                public static void FromAny(Store store) => store.Load();
            }
            """);

        Assert.Equal("file", program.Effects("C.FromDisk"));
        Assert.Equal("", program.Effects("C.FromMemory"));
        Assert.Equal("network", program.Effects("C.FromProxy"));
        Assert.Equal("", program.Effects("C.FromAny"));
    }

    [Theory]
    [InlineData(3, 1, true, true)]
    [InlineData(6, 2, true, true)]
    [InlineData(2, 0, true, false)]
    [InlineData(2, 1, false, false)]
    [InlineData(1, 1, false, false)]
    [InlineData(5, 2, false, false)]
    public void Three_quarters_of_the_candidates_decide_and_all_of_them_make_it_certain(int readers, int others, bool isEffect, bool isVoted)
    {
        var reading = Enumerable.Range(0, readers).Select(static n => $"class Reader{n} : Store {{ public override void Load() => Native.Read(); }}\n");
        var silent = Enumerable.Range(0, others).Select(static n => $"class Other{n} : Store {{ public override void Load() {{ }} }}\n");
        using var program = DerivedProgram.Of($$"""
            abstract class Store { public abstract void Load(); }
            {{string.Concat(reading.Concat(silent))}}
            static class C { public static void Go(Store store) => store.Load(); }
            """);

        Assert.Equal(isEffect ? "file" : "", program.Effects("C.Go"));
        Assert.Equal(isVoted, isEffect && program.IsVoted("C.Go", "file"));
    }

    [Theory]
    [InlineData("public abstract class Store { public abstract void Load(); }", true)]
    [InlineData("public abstract class Store { protected Store() { } public abstract void Load(); }", true)]
    [InlineData("public interface Store { void Load(); }", true)]
    [InlineData("abstract class Store { public abstract void Load(); }", false)]
    [InlineData("public abstract class Store { private protected Store() { } public abstract void Load(); }", false)]
    [InlineData("public abstract class Store { internal Store() { } internal abstract void Load(); }", false)]
    [InlineData("interface Store { void Load(); }", false)]
    public void What_others_can_implement_is_only_likely_and_what_nobody_else_can_is_certain(string declaration, bool isVoted)
    {
        var overrides = declaration.Contains("interface") ? "public" : declaration.Contains("internal abstract") ? "internal override" : "public override";
        using var program = DerivedProgram.Of($$"""
            {{declaration}}
            class Disk : Store { {{overrides}} void Load() => Native.Read(); }
            class Tape : Store { {{overrides}} void Load() => Native.Read(); }
            static class C { internal static void Go(Store store) => store.Load(); }
            """);

        Assert.Equal("file", program.Effects("C.Go"));
        Assert.Equal(isVoted, program.IsVoted("C.Go", "file"));
    }

    [Fact]
    public void An_abstract_member_that_others_see_has_what_its_implementations_agree_on()
    {
        using var program = DerivedProgram.Of("""
            public abstract class Store { public abstract void Load(); public abstract void Save(); }
            class Disk : Store { public override void Load() => Native.Read(); public override void Save() => Native.Read(); }
            class Tape : Store { public override void Load() => Native.Read(); public override void Save() { } }
            """);

        Assert.Equal("file", program.Effects("Store.Load"));
        Assert.True(program.IsVoted("Store.Load", "file"));
        Assert.Equal("", program.Effects("Store.Save"));
    }

    [Fact]
    public void Decorators_that_hand_a_call_on_and_overrides_that_always_throw_abstain()
    {
        using var program = DerivedProgram.Of("""
            abstract class Store { public abstract void Load(); }
            class Disk : Store { public override void Load() => Native.Read(); }
            class Logged(Store inner) : Store { public override void Load() => inner.Load(); }
            class Locked(Store inner) : Store { public override void Load() { Before(); inner.Load(); } static void Before() { } }
            class Missing : Store { public override void Load() => throw new NotSupportedException(); }
            static class C { public static void Go(Store store) => store.Load(); }
            """);

        Assert.Equal("file", program.Effects("C.Go"));
        Assert.False(program.IsVoted("C.Go", "file"));
    }

    [Fact]
    public void A_candidate_that_only_calls_itself_again_does_not_abstain()
    {
        using var program = DerivedProgram.Of("""
            abstract class Store { public abstract void Load(int n); }
            class Disk : Store { public override void Load(int n) => Native.Read(); }
            class Counting : Store { public override void Load(int n) { if (n > 0) Load(n - 1); } }
            static class C { public static void Go(Store store) => store.Load(1); }
            """);

        Assert.Equal("", program.Effects("C.Go"));
    }

    [Fact]
    public void A_base_call_ends_in_the_base()
    {
        using var program = DerivedProgram.Of("""
            class Store { public virtual void Load() => Native.Read(); }
            class Cache : Store { public override void Load() { } public void Refresh() => base.Load(); public void Peek() => Load(); }
            """);

        Assert.Equal("file", program.Effects("Cache.Refresh"));
        Assert.Equal("", program.Effects("Cache.Peek"));
    }
}
