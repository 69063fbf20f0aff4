using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Derivation;

public sealed class IteratorTests
{
    [Fact]
    public void An_iterator_does_its_work_where_it_is_enumerated()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                public static IEnumerable<int> Lines() { Native.Read(); yield return 1; }
                public static IEnumerable<int> Same() => Lines();
                public static int Sum() { var sum = 0; foreach (var line in Lines()) sum += line; return sum; }
            }
            """);

        Assert.Equal("file, deferred", program.Effects("C.Lines"));
        Assert.Equal("file, deferred", program.Effects("C.Same"));
        Assert.Equal("file", program.Effects("C.Sum"));
    }

    [Fact]
    public void What_stands_before_a_sequence_is_made_is_not_deferred()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                static IEnumerable<int> Lines() { Native.Read(); yield return 1; }
                public static IEnumerable<int> Open() { Native.Send(); return Lines(); }
            }
            """);

        Assert.Equal("file, deferred; network", string.Join("; ", program.Effects("C.Open").Split("; ").Order()));
    }

    [Fact]
    public void An_asynchronous_iterator_is_deferred_until_it_is_awaited()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                public static async IAsyncEnumerable<int> Lines() { await Task.CompletedTask; Native.Read(); yield return 1; }
                public static async Task Go() { await foreach (var line in Lines()) { } }
                public static void Forgets() { _ = Lines(); }
            }
            """);

        Assert.Equal("file, deferred", program.Effects("C.Lines"));
        Assert.Equal("file", program.Effects("C.Go"));
        Assert.Equal("", program.Effects("C.Forgets"));
    }
}
