using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Derivation;

public sealed class ExceptionPathTests
{
    [Fact]
    public void What_only_makes_the_message_of_an_exception_is_left_out()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                static string Describe() { Native.Read(); return ""; }
                public static void Check(int n) { if (n < 0) throw new ArgumentException(Describe()); }
                public static int Match(int n) => n switch { 0 => 1, 1 => 2, _ => throw new ArgumentException(Describe()) };
                public static void Always() { Native.Read(); throw new ArgumentException(Describe()); }
                public static void Both(int n) { if (n < 0) throw new ArgumentException(Describe()); Native.Send(); }
            }
            """);

        Assert.Equal("", program.Effects("C.Check"));
        Assert.Equal("", program.Effects("C.Match"));
        Assert.Equal("", program.Effects("C.Always"));
        Assert.Equal("network", program.Effects("C.Both"));
    }

    [Fact]
    public void What_handles_an_exception_is_left_out_and_what_is_guarded_by_it_counts()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                static bool Log() { Native.Read(); return true; }
                public static void Catch() { try { Idle(); } catch (Exception) { Log(); } }
                public static void Filter() { try { Idle(); } catch (Exception) when (Log()) { } }
                public static void Guarded() { try { Native.Send(); } catch (Exception) { Log(); } }
                public static void After() { try { Idle(); } catch (Exception) { } Log(); }
                static void Idle() { }
            }
            """);

        Assert.Equal("", program.Effects("C.Catch"));
        Assert.Equal("", program.Effects("C.Filter"));
        Assert.Equal("network", program.Effects("C.Guarded"));
        Assert.Equal("file", program.Effects("C.After"));
    }

    [Fact]
    public void Finally_blocks_count()
    {
        using var program = DerivedProgram.Of("""
            class Session : IDisposable { public void Dispose() => Native.Send(); }
            static class C
            {
                public static void Finally() { try { Idle(); } finally { Native.Read(); } }
                public static void Using() { using (new Session()) Idle(); }
                public static void Nested() { try { try { Idle(); } finally { Native.Read(); } } catch (Exception) { Native.Send(); } }
                static void Idle() { }
            }
            """);

        Assert.Equal("file", program.Effects("C.Finally"));
        Assert.Equal("network", program.Effects("C.Using"));
        Assert.Equal("file", program.Effects("C.Nested"));
    }

    [Fact]
    public void Making_an_exception_is_left_out_even_where_it_is_not_thrown()
    {
        using var program = DerivedProgram.Of("""
            class StaleException : Exception { public StaleException() => Native.Read(); }
            class Stale { public Stale() => Native.Read(); }
            static class C { public static object Fault() => new StaleException(); public static object Plain() => new Stale(); }
            """);

        Assert.Equal("", program.Effects("C.Fault"));
        Assert.Equal("file", program.Effects("C.Plain"));
    }

    [Fact]
    public void A_method_that_throws_for_others_ends_the_way_like_a_throw()
    {
        using var program = DerivedProgram.Of("""
            static class Throws
            {
                public static void ThrowStale(string text) => throw new InvalidOperationException(text);
                public static void ThrowIfStale(bool stale) { if (stale) throw new InvalidOperationException(); }
            }
            static class C
            {
                static string Describe() { Native.Read(); return ""; }
                public static void Check(int n) { if (n < 0) Throws.ThrowStale(Describe()); }
                public static void Both(int n) { if (n < 0) { Throws.ThrowStale(Describe()); } Native.Send(); }
                public static void Returns(bool stale) { if (stale) { Describe(); Throws.ThrowIfStale(stale); } }
            }
            """);

        Assert.Equal("", program.Effects("C.Check"));
        Assert.Equal("network", program.Effects("C.Both"));
        Assert.Equal("file", program.Effects("C.Returns"));
    }
}
