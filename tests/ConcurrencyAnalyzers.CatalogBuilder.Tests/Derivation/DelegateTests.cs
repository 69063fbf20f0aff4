using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Derivation;

public sealed class DelegateTests
{
    [Theory]
    [InlineData("Run(() => Native.Read())")]
    [InlineData("Run(static () => Native.Read())")]
    [InlineData("Run(Native.Read)")]
    [InlineData("Run(() => { Native.Read(); number++; })")]
    [InlineData("Twice(static () => Native.Read())")]
    [InlineData("Second(null!, Native.Read)")]
    [InlineData("Get(() => { Native.Read(); return 1; })")]
    [InlineData("new Runner().Run(Native.Read)")]
    [InlineData("void Local() { Native.Read(); } Run(Local)")]
    public void A_delegate_runs_where_a_method_invokes_its_parameter(string statement)
    {
        using var program = DerivedProgram.Of(Program(statement));

        Assert.Equal("file", program.Effects("C.Go"));
    }

    [Theory]
    [InlineData("Keep(Native.Read)")]
    [InlineData("Keep(() => Native.Read())")]
    [InlineData("Ignore(Native.Read)")]
    [InlineData("Second(Native.Read, null!)")]
    [InlineData("Run(static () => { })")]
    public void A_delegate_that_is_kept_or_ignored_does_not_run(string statement)
    {
        using var program = DerivedProgram.Of(Program(statement));

        Assert.Equal("", program.Effects("C.Go"));
    }

    [Fact]
    public void A_delegate_that_is_invoked_where_it_is_made_runs_there()
    {
        using var program = DerivedProgram.Of("static class C { public static void Go() { Action read = Native.Read; read(); } }");

        Assert.Equal("file", program.Effects("C.Go"));
    }

    [Fact]
    public void A_state_machine_that_invokes_a_parameter_invokes_it_for_its_method()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                static async Task Run(Action action) { await Task.CompletedTask; action(); }
                public static async Task Awaits() => await Run(Native.Read);
                public static void Waits() => Run(Native.Read).Wait();
            }
            """);

        Assert.Equal("file", program.Effects("C.Awaits"));
        Assert.Equal("file; join", program.Effects("C.Waits"));
    }

    [Fact]
    public void What_an_asynchronous_method_gives_away_to_be_run_is_part_of_what_it_promises()
    {
        using var program = DerivedProgram.Of("""
            static class Pool
            {
                static readonly List<Action> queue = new();
                public static Task Queue(Action action) { queue.Add(action); return Task.CompletedTask; }
            }

            static class C
            {
                public static Task Offloaded() => Pool.Queue(Native.Read);
                public static void Forgets() { _ = Pool.Queue(Native.Read); }
            }
            """);

        Assert.Equal("file", program.Effects("C.Offloaded"));
        Assert.Equal("", program.Effects("C.Forgets"));
    }

    private static string Program(string statement) => $$"""
        class Runner { public void Run(Action action) => action(); }
        static class C
        {
            static Action? kept;
            static void Run(Action action) => action();
            static void Again(Action action) => Run(action);
            static void Twice(Action action) => Again(action);
            static void Second(Action first, Action second) => second();
            static int Get(Func<int> value) => value();
            static void Keep(Action action) => kept = action;
            static void Ignore(Action action) { }
            public static void Go(int number) { {{statement}}; }
        }
        """;
}
