using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>What a loop that only waits is known to look at, and how it waits.</summary>
public sealed class PollingLoopTests
{
    [Theory]
    [InlineData("while (!done) { }", "Spin: State done")]
    [InlineData("while (!done) Thread.Yield();", "Spin: State done")]
    [InlineData("while (!done) Thread.Sleep(0);", "Spin: State done")]
    [InlineData("while (!done) Thread.SpinWait(10);", "Backoff: State done")]
    [InlineData("while (!done) await Task.Yield();", "Yield: State done")]
    [InlineData("while (!done) await Task.Delay(1);", "Delay: State done")]
    [InlineData("while (!done) Thread.Sleep(1);", "Sleep: State done")]
    [InlineData("while (!done) { Thread.Yield(); await Task.Delay(1); }", "Delay: State done")]
    [InlineData("SpinWait.SpinUntil(() => done);", "Spin: State done")]
    [InlineData("while (!done && count > 0) { if (task.IsCompleted) break; }", "Spin: State done, State count, Task task")] // the loop's own condition first
    [InlineData("while (!done || token.IsCancellationRequested) { }", null)] // nobody can wait for a token that is not canceled any more
    [InlineData("while (!IsDone) { }", "Spin: Member get_IsDone")]
    [InlineData("while (queue.Count == 0) { }", "Spin: Collection queue")]
    [InlineData("while (!done) { count++; }", "Spin: State done")]
    [InlineData("while (count < 3) { count++; }", null)]
    [InlineData("while (DateTime.Now.Ticks < count) { }", null)]
    [InlineData("while (true) { }", null)]
    [InlineData("while (!done) Console.WriteLine();", null)]
    [InlineData("foreach (var item in queue) { }", null)]
    public void A_loop_tells_its_pause_and_what_it_watches(string statement, string? expected)
    {
        var polls = Polls(statement);
        Assert.Equal(expected, polls is [var poll] ? $"{poll.Pause}: {string.Join(", ", poll.Watched.Select(static each => $"{each.Kind} {each.Symbol.Name}"))}" : null);
        Assert.Equal(expected is null, polls.IsEmpty);
    }

    [Theory]
    [InlineData("while (!done) await Task.Delay(1);", true)]
    [InlineData("while (!done) { }", true)]
    [InlineData("SpinWait.SpinUntil(() => done);", true)]
    [InlineData("SpinWait.SpinUntil(() => done, 100);", false)]
    [InlineData("while (!done) { count++; }", false)]
    [InlineData("while (true) { if (done) break; }", false)]
    [InlineData("for (var i = 0; !done; i++) { }", false)]
    [InlineData("while (!done) { token.ThrowIfCancellationRequested(); }", false)]
    public void A_bare_loop_has_nothing_else_in_it(string statement, bool expected) => Assert.Equal(expected, Polls(statement).Single().IsBare);

    [Theory]
    [InlineData("while (!done) await Task.Delay(1, token);", true)]
    [InlineData("while (!done) await Task.Delay(1, CancellationToken.None);", false)]
    [InlineData("while (!done) await Task.Delay(1, default);", false)]
    [InlineData("while (!done) await Task.Delay(1);", false)]
    public void A_delay_may_obey_a_token(string statement, bool expected) => Assert.Equal(expected, Polls(statement).Single().ObeysToken);

    [Theory]
    [InlineData("for (var i = 0; i < 10 && !done; i++) { }", true)]
    [InlineData("var i = 0; while (!done && ++i < 10) { }", true)]
    [InlineData("while (!done && DateTime.Now.Ticks < count) { }", false)]
    public void Rounds_may_be_counted(string statement, bool expected) => Assert.Equal(expected, Polls(statement).Single().Counts);

    [Theory]
    [InlineData("while (true) if (queue.TryDequeue(out var item)) Console.WriteLine(item); else Thread.Sleep(1);", true)]
    [InlineData("while (true) { if (!queue.TryDequeue(out var item)) { Thread.Sleep(1); continue; } Console.WriteLine(item); }", true)]
    [InlineData("while (!queue.TryDequeue(out _)) Thread.Sleep(1);", false)]
    public void A_consumer_works_when_there_is_something(string statement, bool expected) => Assert.Equal(expected, Polls(statement).Single().Consumes);

    [Theory]
    [InlineData("done", "done = true;", true)]
    [InlineData("done", "", false)]
    [InlineData("count", "count--;", true)]
    [InlineData("count", "Interlocked.Decrement(ref count);", true)]
    [InlineData("count", "Interlocked.Read(ref count);", false)]
    [InlineData("count", "Volatile.Write(ref count, 1);", true)]
    [InlineData("count", "(count, var other) = (1L, 2L);", true)]
    [InlineData("count", "ref var alias = ref count; alias = 1;", true)]
    [InlineData("count", "var copy = count + 1; Console.WriteLine(this.count);", false)]
    [InlineData("Open", "", true)]
    public void State_is_shared_when_another_function_writes_it(string state, string elsewhere, bool expected)
    {
        var run = new EngineRun($$"""
            class C
            {
                private bool done;
                private long count;
                public int Open;
                C() { done = true; count = 1; }
                void M() { while (done && count > Open) { done = true; count = 2; } }
                void Other() { {{elsewhere}} }
            }
            """);
        var place = run.Body("M").Syntax.DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.WhileStatementSyntax>().Single();
        Assert.Equal(expected, SharedState.IsChangedBeside(run.Member("C." + state), place, EngineRun.Cancellation));
    }

    private static System.Collections.Immutable.ImmutableArray<PollingLoop> Polls(string statement) => new EngineRun($$"""
        using System.Collections.Concurrent;

        class C(Task task, ConcurrentQueue<int> queue)
        {
            private bool done;
            private long count;
            private bool IsDone => done;
            async Task M(CancellationToken token) { {{statement}} }
            void Set() { done = !IsDone; count++; Console.WriteLine($"{task}{queue}"); }
        }
        """).Body("M").Polls;
}
