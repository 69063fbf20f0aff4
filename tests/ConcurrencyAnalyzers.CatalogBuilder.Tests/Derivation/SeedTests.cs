using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Derivation;

public sealed class SeedTests
{
    [Theory]
    [InlineData("blocker", "blocker!Read")]
    [InlineData("BLOCKER", "blocker!Read")]
    [InlineData("blocker.dll", "blocker!Read")]
    [InlineData("Blocker.DLL", "blocker!read")]
    [InlineData("blocker", "blocker.dll!Read")]
    [InlineData("blocker.dll", "Blocker.Dll!READ")]
    public void A_native_library_is_found_whatever_its_case_and_extension(string imported, string seed)
    {
        using var program = DerivedProgram.Of(
            $$"""static class C { [DllImport("{{imported}}")] static extern void Read(); public static void Go() => Read(); }""",
            new Curated { Seeds = $"file {seed}" });

        Assert.Equal("file", program.Effects("C.Go"));
        Assert.Equal($"C.Read, native: {imported}!Read", program.Witness("C.Go", "file"));
        Assert.DoesNotContain(seed, program.Analysis.Seeds.Unused);
    }

    [Fact]
    public void A_native_goes_by_its_entry_point_and_not_by_the_name_of_the_method()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                [DllImport("blocker", EntryPoint = "Read")] public static extern void Fetch();
                [DllImport("blocker", EntryPoint = "peek")] public static extern void Read();
                [DllImport("other", EntryPoint = "Read")] public static extern void Elsewhere();
            }
            """);

        Assert.Equal("file", program.Effects("C.Fetch"));
        Assert.Equal("", program.Effects("C.Read"));
        Assert.Equal("", program.Effects("C.Elsewhere"));
    }

    [Fact]
    public void A_call_into_the_runtime_goes_by_type_and_method()
    {
        using var program = DerivedProgram.Of(
            """
            static class C
            {
                [MethodImpl(MethodImplOptions.InternalCall)] static extern void Spin();
                [MethodImpl(MethodImplOptions.InternalCall)] static extern void Yield();
                public static void Go() => Spin();
                public static void Light() => Yield();
            }
            """,
            new Curated { Seeds = "wait internal!C.Spin" });

        Assert.Equal("C.Spin, runtime: C.Spin", program.Witness("C.Go", "wait"));
        Assert.Equal("", program.Effects("C.Light"));
    }

    [Fact]
    public void A_managed_seed_says_all_and_what_it_calls_is_not_looked_into()
    {
        using var program = DerivedProgram.Of(
            """
            static class Terminal { public static void WriteLine() => Native.Read(); public static void WriteAll() => Native.Read(); }
            static class C { public static void Go() => Terminal.WriteLine(); public static void All() => Terminal.WriteAll(); }
            """,
            new Curated { Managed = "console managed!Terminal.Write*" });

        Assert.Equal("console", program.Effects("Terminal.WriteLine"));
        Assert.Equal("console", program.Effects("C.Go"));
        Assert.Equal("console", program.Effects("C.All"));
        Assert.Equal("Terminal.WriteLine, curated: Terminal.Write*", program.Witness("C.Go", "console"));
    }

    [Fact]
    public void Seeds_that_nothing_is_found_for_are_named()
    {
        using var program = DerivedProgram.Of("", new Curated { Seeds = "file blocker!Read\nwait internal!C.Gone", Managed = "file managed!Nobody.Reads" });

        Assert.Equal(["internal!C.Gone", "managed!Nobody.Reads"], program.Analysis.Seeds.Unused.Order());
    }

    [Theory]
    [InlineData("loud blocker!Read", "Seeds.linux.txt, line 2: 'loud' is no kind of effect. The line says: loud blocker!Read")]
    [InlineData("file", "Seeds.linux.txt, line 2: the entry point is missing. The line says: file")]
    [InlineData("file Read", "Seeds.linux.txt, line 2: a seed is 'library!entry', 'internal!Type.Method' or 'managed!Pattern'. The line says: file Read")]
    public void A_line_that_is_no_seed_is_named_with_its_number(string line, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => DerivedProgram.Of("", new Curated { Seeds = $"# Natives\n{line}" })).Message);
}
