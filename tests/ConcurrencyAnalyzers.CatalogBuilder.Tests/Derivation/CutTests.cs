using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Output;
using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Derivation;

public sealed class CutTests
{
    private const string Source = """
        namespace N
        {
            class Log
            {
                public Log() => Native.Read();
                public static void Write() => Native.Read();
                public static int Level { get { Native.Read(); return 1; } }
                public static async Task WriteAsync() { await Task.CompletedTask; Native.Read(); }
                public class Sink { public static void Flush() => Native.Read(); }
            }

            static class C
            {
                public static void Write() => Log.Write();
                public static object Make() => new Log();
                public static int Level() => Log.Level;
                public static Task WriteAsync() => Log.WriteAsync();
                public static void Flush() => Log.Sink.Flush();
            }
        }
        """;

    [Theory]
    [InlineData("N.Log.Write", "Write")]
    [InlineData("*.Write", "Write")]
    [InlineData("N.L*.Write", "Write")]
    [InlineData("*Log.Write", "Write")]
    [InlineData("*o*.Write", "Write")]
    [InlineData("N.Log.Wri*", "Write WriteAsync")]
    [InlineData("N.Log..ctor", "Make")]
    [InlineData("N.Log.get_Level", "Level")]
    [InlineData("N.Log.*Level", "Level")]
    [InlineData("N.Log.WriteAsync", "WriteAsync")]
    [InlineData("N.Log+Sink.Flush", "Flush")]
    [InlineData("N.Log+Sink.*", "Flush")]
    [InlineData("N.Log*.*", "Write Make Level WriteAsync Flush")]
    [InlineData("N.Log.*", "Write Make Level WriteAsync")]
    [InlineData("N.Log.write", "")]
    [InlineData("Log.Write", "")]
    [InlineData("N.Log.Sink.Flush", "")]
    public void A_cut_keeps_effects_from_the_callers_of_what_it_names_and_of_nothing_else(string pattern, string silent)
    {
        using var program = DerivedProgram.Of(Source, new Curated { Cuts = $"cut {pattern}" });

        var expected = silent.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order();
        Assert.Equal(expected, new[] { "Write", "Make", "Level", "WriteAsync", "Flush" }.Where(name => program.Effects($"N.C.{name}").Length == 0).Order());
        Assert.Equal(silent.Length == 0, program.Analysis.Cuts.Unmatched.Any());
    }

    [Fact]
    public void The_explanation_of_a_method_that_is_cut_off_names_the_cut()
    {
        using var program = DerivedProgram.Of(Source, new Curated { Cuts = "cut N.Log.Wri*" });

        Assert.Equal(
            ["M:N.Log.Write on linux: nothing was derived", "  it is cut off by N.Log.Wri*"],
            Chain.Explain(program.Analysis, program.Find("N.Log.Write")));
    }

    [Fact]
    public void A_cut_matters_only_where_a_visible_member_would_feel_it()
    {
        using var program = DerivedProgram.Of(
            """
            static class Log { public static void Write() => Native.Read(); public static void Idle() { } public static void Trace() => Native.Read(); }
            public static class C
            {
                public static void Go() => Log.Write();
                public static void Idle() => Log.Idle();
                public static void Both() { Log.Trace(); Native.Read(); }
            }
            """,
            new Curated { Cuts = "cut Log.Write\ncut Log.Idle\ncut Log.Trace" });

        Assert.Equal(["Log.Write"], program.Analysis.Cuts.Patterns.Where(program.Analysis.Propagation.Matters).Select(static cut => cut.Text));
    }

    [Fact]
    public void A_virtual_call_that_is_opaque_is_not_looked_up_among_its_overrides()
    {
        const string Program = """
            abstract class Item { public abstract void Release(); }
            sealed class Handle : Item { public override void Release() => Native.Read(); }
            static class C { public static void Go(Item item) => item.Release(); public static void Known(Handle handle) => handle.Release(); }
            """;
        using var plain = DerivedProgram.Of(Program);
        using var opaque = DerivedProgram.Of(Program, new Curated { Cuts = "dispatch Item.Release" });

        Assert.Equal("file", plain.Effects("C.Go"));
        Assert.Equal("", opaque.Effects("C.Go"));
    }

    [Fact]
    public void What_a_promise_does_is_for_asynchronous_callers_only()
    {
        const string Program = """
            static class Socket { public static bool TryReceive() { Native.Send(); return true; } }
            static class C
            {
                public static bool Go() => Socket.TryReceive();
                public static async Task<bool> GoAsync() { await Task.CompletedTask; return Socket.TryReceive(); }
            }
            """;
        using var plain = DerivedProgram.Of(Program);
        using var promised = DerivedProgram.Of(Program, new Curated { Cuts = "promise Socket.Try*" });

        Assert.Equal("network", plain.Effects("C.Go"));
        Assert.Equal("", promised.Effects("C.Go"));
        Assert.Equal("network", promised.Effects("C.GoAsync"));
    }

    [Theory]
    [InlineData("stop N.Log.Write", "Cuts.txt, line 1: a line starts with 'cut', 'dispatch' or 'promise'. The line says: stop N.Log.Write")]
    [InlineData("cut", "Cuts.txt, line 1: the pattern is missing. The line says: cut")]
    public void A_line_that_is_no_cut_is_named(string line, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => DerivedProgram.Of("", new Curated { Cuts = line })).Message);
}
