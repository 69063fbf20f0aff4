using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Derivation;

public sealed class GuardTests
{
    [Theory]
    [InlineData("if (task.IsCompleted) return task.Result; return 0;")]
    [InlineData("if (task.IsCompletedSuccessfully) { return task.Result; } return 0;")]
    [InlineData("return task.IsCompleted ? task.Result : 0;")]
    [InlineData("if (!task.IsCompleted) return 0; return task.Result;")]
    [InlineData("if (task.IsCompleted) { return task.GetAwaiter().GetResult(); } return 0;")]
    public void The_result_of_a_task_that_is_complete_is_there(string body)
    {
        using var program = DerivedProgram.Of($$"""static class C { public static int Go(Task<int> task) { {{body}} } }""");

        Assert.Equal("", program.Effects("C.Go"));
    }

    [Theory]
    [InlineData("if (!task.IsCompleted) task.Wait(); return 0;")]
    [InlineData("return task.IsCompleted ? 0 : task.Result;")]
    [InlineData("task.Wait(); return 0;")]
    [InlineData("var result = task.Result; if (task.IsCompleted) return result; return 0;")]
    public void A_task_that_may_not_be_complete_is_waited_for(string body)
    {
        using var program = DerivedProgram.Of($$"""static class C { public static int Go(Task<int> task) { {{body}} } }""");

        Assert.Equal("join", program.Effects("C.Go"));
    }

    [Theory]
    [InlineData("Wait(0)", "")]
    [InlineData("Wait(10)", "wait")]
    [InlineData("Wait(-1)", "wait")]
    [InlineData("Timed(TimeSpan.Zero)", "")]
    [InlineData("Timed(TimeSpan.MaxValue)", "wait")]
    [InlineData("Timed(default)", "wait")]
    [InlineData("Named(0)", "")]
    [InlineData("Count(0)", "wait")]
    [InlineData("Wait(number)", "wait")]
    public void A_timeout_of_nothing_is_a_try(string call, string effect)
    {
        using var program = DerivedProgram.Of($$"""
            static class C
            {
                static void Wait(int millisecondsTimeout) => Native.Wait(millisecondsTimeout);
                static void Timed(TimeSpan timeout) => Native.Wait(1);
                static void Named(int seconds) => Native.Wait(seconds);
                static void Count(int count) => Native.Wait(count);
                public static void Go(int number) => {{call}};
            }
            """);

        Assert.Equal(effect, program.Effects("C.Go"));
    }
}
