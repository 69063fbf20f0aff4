using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Derivation;

public sealed class AsyncTests
{
    [Fact]
    public void What_an_asynchronous_method_does_stays_with_its_asynchronous_callers()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                public static async Task Load() { await Task.CompletedTask; Native.Read(); }
                public static async Task Awaits() => await Load();
                public static Task Passes() => Load();
                public static void Forgets() { _ = Load(); }
            }
            """);

        Assert.Equal("file", program.Effects("C.Load"));
        Assert.Equal("file", program.Effects("C.Awaits"));
        Assert.Equal("file", program.Effects("C.Passes"));
        Assert.Equal("", program.Effects("C.Forgets"));
    }

    [Fact]
    public void An_asynchronous_method_that_only_awaits_waits_for_nothing()
    {
        using var program = DerivedProgram.Of("static class C { public static async Task Go(Task task, Task<int> number) { await task; await number; } }");

        Assert.Equal("", program.Effects("C.Go"));
    }

    [Theory]
    [InlineData("Load().Wait()")]
    [InlineData("Load().GetAwaiter().GetResult()")]
    [InlineData("_ = Number().Result")]
    [InlineData("Number().GetAwaiter().GetResult()")]
    public void A_synchronous_caller_that_waits_has_the_effect_and_the_wait(string statement)
    {
        using var program = DerivedProgram.Of($$"""
            static class C
            {
                static async Task Load() { await Task.CompletedTask; Native.Read(); }
                static async Task<int> Number() { await Task.CompletedTask; Native.Read(); return 1; }
                public static void Go() { {{statement}}; }
            }
            """);

        Assert.Equal("file; join", program.Effects("C.Go"));
    }

    [Fact]
    public void A_method_that_returns_a_task_is_asynchronous_without_the_keyword()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                static Task Load() { Native.Read(); return Task.CompletedTask; }
                static async void LoadAsync() { await Task.CompletedTask; Native.Read(); }
                public static void Forgets() { _ = Load(); LoadAsync(); }
                public static void Waits() => Load().Wait();
                public static async Task Awaits() => await Load();
            }
            """);

        Assert.Equal("", program.Effects("C.Forgets"));
        Assert.Equal("file; join", program.Effects("C.Waits"));
        Assert.Equal("file", program.Effects("C.Awaits"));
    }

    [Fact]
    public void A_flag_that_says_to_run_synchronously_selects_the_branch_of_a_state_machine()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                static async Task Load(string name, bool async)
                {
                    if (async) { await Task.CompletedTask; Native.Send(); }
                    else { Native.Read(); }
                }

                public static void Sync() => Load("", async: false).GetAwaiter().GetResult();
                public static async Task Async() => await Load("", async: true);
            }
            """);

        Assert.Equal("file", program.Effects("C.Sync"));
        Assert.Equal("network; file", program.Effects("C.Async"));
    }

    [Fact]
    public void A_flag_that_says_to_run_synchronously_is_passed_on()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                static async Task Load(bool async) { if (async) { await Task.CompletedTask; Native.Send(); } else { Native.Read(); } }
                static async Task Open(bool async) => await Load(async);
                public static void Sync() => Open(async: false).GetAwaiter().GetResult();
            }
            """);

        Assert.Equal("file", program.Effects("C.Sync"));
    }

    [Theory]
    [InlineData("async")]
    [InlineData("isAsync")]
    [InlineData("runAsync")]
    public void A_flag_selects_the_branch_of_a_plain_method(string flag)
    {
        using var program = DerivedProgram.Of($$"""
            static class C
            {
                static void Load(bool @{{flag}}) { if (@{{flag}}) Native.Send(); else Native.Read(); }
                static void Other(bool flag) { if (flag) Native.Send(); else Native.Read(); }
                public static void Sync() => Load(false);
                public static void Any(bool flag) => Load(flag);
                public static void Unnamed() => Other(false);
            }
            """);

        Assert.Equal("file", program.Effects("C.Sync"));
        Assert.Equal("network; file", program.Effects("C.Any"));
        Assert.Equal("network; file", program.Effects("C.Unnamed"));
    }
}
