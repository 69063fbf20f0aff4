using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Where the pool blocks, by the order of source, and no more than was asked for.</summary>
public sealed class BlockedPoolTests
{
    [Fact]
    public void Places_come_in_the_order_of_source_and_are_counted()
    {
        var run = new EngineRun(
            """
            class Z { async Task FirstAsync() { await Task.Yield(); Thread.Sleep(9); } class Inner { async Task SecondAsync() { await Task.Yield(); Thread.Sleep(9); } } }
            class A { void Own() { new Thread(() => Thread.Sleep(9)).Start(); } async Task ThirdAsync() { await Task.Yield(); Thread.Sleep(9); } }
            """);

        Assert.Equal(["FirstAsync", "SecondAsync"], Names(run, 2));
        Assert.Equal(["FirstAsync", "SecondAsync", "ThirdAsync"], Names(run, 9));
    }

    private static IEnumerable<string> Names(EngineRun run, int count) => BlockedPool.First(count, run.Model, run.Compilation, EngineRun.Cancellation).Select(static place => place.Body.Root.Symbol.Name);
}
