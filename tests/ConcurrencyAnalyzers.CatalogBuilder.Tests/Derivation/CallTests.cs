using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Derivation;

public sealed class CallTests
{
    [Fact]
    public void A_direct_call_has_the_effect_of_what_it_calls()
    {
        using var program = DerivedProgram.Of("static class C { public static void Go() => Native.Read(); public static void Idle() { } }");

        Assert.Equal("file", program.Effects("C.Go"));
        Assert.Equal("Native.Read, native: blocker!Read", program.Witness("C.Go", "file"));
        Assert.Equal("", program.Effects("C.Idle"));
    }

    [Fact]
    public void An_effect_reaches_callers_of_callers()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                public static void Outer() => Middle();
                static void Middle() => Inner();
                static void Inner() => Native.Read();
            }
            """);

        Assert.Equal("file", program.Effects("C.Outer"));
        Assert.Equal("C.Middle, C.Inner, Native.Read, native: blocker!Read", program.Witness("C.Outer", "file"));
    }

    [Fact]
    public void The_witness_is_the_shortest_chain_whatever_stands_first()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                public static void Go() { Long(); Short(); }
                static void Long() => Longer();
                static void Longer() => Native.Read();
                static void Short() => Native.Read();
            }
            """);

        Assert.Equal("C.Short, Native.Read, native: blocker!Read", program.Witness("C.Go", "file"));
    }

    [Fact]
    public void Methods_that_call_each_other_share_their_effects()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                public static void Even(int n) { if (n > 0) Odd(n - 1); Native.Read(); }
                public static void Odd(int n) { if (n > 0) Even(n - 1); Native.Send(); }
            }
            """);

        Assert.Equal("network; file", program.Effects("C.Even"));
        Assert.Equal("network; file", program.Effects("C.Odd"));
    }

    [Fact]
    public void Constructors_and_getters_are_calls_like_any_other()
    {
        using var program = DerivedProgram.Of("""
            class Box { public Box() => Native.Read(); public int Value { get { Native.Send(); return 1; } } }
            static class C
            {
                public static object Make() => new Box();
                public static int Get(Box box) => box.Value;
            }
            """);

        Assert.Equal("file", program.Effects("C.Make"));
        Assert.Equal("network", program.Effects("C.Get"));
    }

    [Fact]
    public void A_branch_that_may_be_taken_counts_and_code_that_is_not_called_does_not()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                public static void Go(int n) { switch (n) { case 0: case 1: case 2: Native.Read(); break; case 3: Native.Send(); break; } }
                public static object Names() => nameof(Native.Wait);
            }
            """);

        Assert.Equal("network; file", program.Effects("C.Go"));
        Assert.Equal("", program.Effects("C.Names"));
    }
}
