using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Derivation;

public sealed class OnceTests
{
    [Theory]
    [InlineData("return cache ??= Load();")]
    [InlineData("if (cache == null) cache = Load(); return cache;")]
    [InlineData("if (cache == null) { cache = Load(); } return cache;")]
    [InlineData("if (cache != null) { return cache; } cache = Load(); return cache;")]
    [InlineData("return shared ??= Load();")]
    [InlineData("if (shared == null) shared = Load(); return shared;")]
    [InlineData("return shared ?? (shared = Load());")]
    public void What_fills_an_empty_reference_happens_once(string body)
    {
        using var program = DerivedProgram.Of(Program(body));

        Assert.Equal("file, once", program.Effects("C.Go"));
        Assert.Equal("file, once", program.Effects("C.Calls"));
    }

    [Theory]
    [InlineData("if (!isOpen) { isOpen = true; Load(); isOpen = false; } return null;")]
    [InlineData("if (count == 0) { count = 1; Load(); } return null;")]
    [InlineData("if (cache == null) Load(); return null;")]
    [InlineData("if (cache == null) other = Load(); return other;")]
    [InlineData("var found = cache ?? Load(); return found;")]
    [InlineData("cache = Load(); return cache;")]
    [InlineData("return (argument ??= Load());")]
    public void Flags_counters_and_fields_that_are_not_filled_are_no_sign_of_a_first_time(string body)
    {
        using var program = DerivedProgram.Of(Program(body));

        Assert.Equal("file", program.Effects("C.Go"));
    }

    [Fact]
    public void What_happens_at_every_call_happens_at_the_first_too()
    {
        using var program = DerivedProgram.Of(Program("Native.Read(); return cache ??= Load();"));

        Assert.Equal("file", program.Effects("C.Go"));
    }

    private static string Program(string body) => $$"""
        class Item { }
        class C
        {
            static Item? shared;
            Item? cache;
            Item? other;
            bool isOpen;
            int count;
            static Item Load() { Native.Read(); return new Item(); }
            public Item? Go(Item? argument) { {{body}} }
            public Item? Calls() => Go(null);
        }
        """;
}
