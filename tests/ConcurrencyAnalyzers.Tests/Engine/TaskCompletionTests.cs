using Microsoft.CodeAnalysis;
using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Where a task has completed, its result is a value and nobody waits.</summary>
public sealed class TaskCompletionTests
{
    [Theory]
    [InlineData("await t; _ = t.Result;")]
    [InlineData("var lazy = new Lazy<Task<int>>(() => t); await lazy.Value; _ = lazy.Value.Result;")]
    [InlineData("var lazy = new Lazy<Task<int>>(() => t); await lazy.Value; if (lazy.Value.Result == 1) return; _ = lazy.Value.Result.ToString();")]
    [InlineData("foreach (var one in all) { if (one.IsCompletedSuccessfully) { one.Result.ToString(); } }")]
    [InlineData("var any = Task.WhenAny(all); var delay = Task.Delay(1); var first = await Task.WhenAny(any, delay).ConfigureAwait(false); if (first != any) return; await delay; _ = any.Result;")]
    [InlineData("await t.ConfigureAwait(false); _ = t.Result;")]
    [InlineData("await Task.WhenAll(t, u); _ = t.Result;")]
    [InlineData("await Task.WhenAll([t, u]); _ = t.Result;")]
    [InlineData("await Task.WhenAll(new[] { t, u }); _ = t.GetAwaiter().GetResult();")]
    [InlineData("Task.WaitAll(t, u); _ = t.Result;", 1)]
    [InlineData("t.Wait(); _ = t.Result;", 1)]
    [InlineData("t.Wait(CancellationToken.None); _ = t.Result;", 1)]
    [InlineData("_ = t.Result; _ = t.Result;", 1)]
    [InlineData("if (t.IsCompleted) _ = t.Result;")]
    [InlineData("if (t.IsCompletedSuccessfully && flag) _ = t.Result;")]
    [InlineData("if (!t.IsCompleted) return; _ = t.Result;")]
    [InlineData("if (!t.IsCompleted) await t; _ = t.Result;")]
    [InlineData("if (!t.IsCompleted) throw new Exception(); _ = t.Result;")]
    [InlineData("if (t.IsFaulted) { } else { await t; } _ = t.Result;")]
    [InlineData("_ = t.IsCompleted ? t.Result : await t;")]
    [InlineData("if (t.Status == TaskStatus.RanToCompletion) _ = t.Result;")]
    [InlineData("if (t.Status != TaskStatus.RanToCompletion) return; _ = t.Result;")]
    [InlineData("while (!t.IsCompleted) await Task.Yield(); _ = t.Result;")]
    [InlineData("if (flag) await t; else await t; _ = t.Result;")]
    [InlineData("try { await t; } finally { } _ = t.Result;")]
    [InlineData("_ = Task.FromResult(1).Result;")]
    [InlineData("Task.CompletedTask.Wait();")]
    [InlineData("t = Task.FromResult(1); _ = t.Result;")]
    [InlineData("await t; var v = t; _ = v.Result;")]
    [InlineData("if (await Task.WhenAny(t, u) == t) _ = t.Result;")]
    [InlineData("var first = await Task.WhenAny(t, u); _ = first.Result;")]
    [InlineData("var first = await Task.WhenAny(t, u); if (first == t) _ = t.Result;")]
    [InlineData("await Task.WhenAny(t); _ = t.Result;")] // no other could be the first
    [InlineData("Task.WaitAny(t); _ = t.Result;", 1)]
    [InlineData("await Task.WhenAll(all); foreach (var x in all) _ = x.Result;")]
    [InlineData("await Task.WhenAll(all); _ = all[0].Result;")]
    [InlineData("await Task.WhenAll(all); _ = all.Select(x => x.Result).Sum();")]
    [InlineData("t.ContinueWith(x => x.Result);")]
    [InlineData("await t; void Later() { } Later(); _ = t.Result;")]
    [InlineData("try { await t; } catch { } _ = t.Result;")] // done, or it is what threw
    [InlineData("await t; try { await u; } catch { } _ = t.Result;")]
    [InlineData("var a = (T: t, U: u); await a.T; _ = a.T.Result;")]
    [InlineData("var first = await Task.WhenAny(t, u); if (first == u) return; _ = t.Result;")]
    [InlineData("if (await Task.WhenAny(t, u) != t) return; _ = t.Result;")]
    [InlineData("switch (t.Status) { case TaskStatus.RanToCompletion: _ = t.Result; break; case TaskStatus.Faulted: t.Wait(); break; }")]
    [InlineData("if (t is { IsCompleted: true }) _ = t.Result;")]
    [InlineData("if (t.Status is TaskStatus.RanToCompletion) _ = t.Result;")]
    [InlineData("if (t.Exception != null) t.Wait();")]
    [InlineData("var s = new TaskCompletionSource<int>(); s.SetResult(1); _ = s.Task.Result;")]
    [InlineData("Task<int> done = null; if (flag) { await t; done = t; } if (done != null) _ = done.Result;")]
    [InlineData("var done = t.IsCompleted; if (done) _ = t.Result;")] // the answer by a name
    [InlineData("var done = t.IsCompleted; if (!done) { await t; } _ = t.Result;")]
    [InlineData("var done = t?.IsCompleted == true; if (flag && done) _ = t!.Result;")]
    [InlineData("var pair = (T: t, U: u); var done = pair.T.IsCompletedSuccessfully; if (done) _ = pair.T.Result;")]
    [InlineData("Task plain = t; if (!plain.IsCompleted) await plain; if (plain is Task<int> typed) _ = typed.Result;")] // the same task by another name
    [InlineData("await t.AnyContext(); _ = t.Result;")] // a name for ConfigureAwait(false)
    [InlineData("await Task.WhenAll(t, u).AnyContext(); _ = t.Result;")]
    public void A_task_that_has_completed_is_no_wait(string statements, int waits = 0) => AssertWaits(waits, statements);

    [Theory]
    [InlineData("_ = t.Result;")]
    [InlineData("await u; _ = t.Result;")]
    [InlineData("if (flag) await t; _ = t.Result;")] // not on every path
    [InlineData("Task<int> late = null; if (flag) { late = t; } if (late != null) _ = late.Result;")]
    [InlineData("if (t.IsCompleted || flag) _ = t.Result;")]
    [InlineData("if (!t.IsCompleted) _ = t.Result;")]
    [InlineData("if (t.IsCompleted) { } _ = t.Result;")]
    [InlineData("await t; t = u; _ = t.Result;")] // another task
    [InlineData("while (flag) { _ = t.Result; t = u; }")]
    [InlineData("try { await u; await t; } catch { } _ = t.Result;")] // thrown out of before
    [InlineData("try { await t.WaitAsync(TimeSpan.FromSeconds(1)); } catch { } _ = t.Result;")] // gave up
    [InlineData("await t; try { t = u; await t; } catch { } _ = t.Result;")] // another task
    [InlineData("await t; Replace(out t); _ = t.Result; void Replace(out Task<int> other) => other = Task.Delay(1).ContinueWith(_ => 1);")]
    [InlineData("var a = (T: t, U: u); var b = (T: u, U: t); await a.T; _ = b.T.Result;")] // of another
    [InlineData("await Task.WhenAny(t, u); _ = t.Result;")]
    [InlineData("await Task.WhenAny(all); _ = all[0].Result;")]
    [InlineData("if (await Task.WhenAny(t, u) == t) { } else _ = t.Result;")]
    [InlineData("await Task.WhenAll(all); all.Add(t); _ = all[0].Result;")]
    [InlineData("foreach (var x in all) _ = x.Result;")]
    [InlineData("_ = all.Select(x => x.Result).Sum();")]
    [InlineData("Func<int> later = () => t.Result; await t;")] // may run before
    [InlineData("t.ContinueWith(x => t.Result);")] // the same task, but not by its name
    [InlineData("if (t.Status == TaskStatus.Running) _ = t.Result;")]
    [InlineData("_ = flag ? await t : 0; _ = t.Result;")]
    [InlineData("switch (t.Id) { case 1: await t; break; } _ = t.Result;")]
    [InlineData("var done = t.IsCompleted || flag; if (done) _ = t.Result;")]
    [InlineData("var done = t.IsCompleted; done = true; if (done) _ = t.Result;")]
    [InlineData("var late = t; var done = late.IsCompleted; late = u; if (done) _ = late.Result;")] // another task by then
    [InlineData("var done = t?.IsCompleted == true; if (!done) _ = t!.Result;")]
    [InlineData("Task plain = t; if (plain is Task<int> typed) _ = typed.Result;")]
    [InlineData("Task plain = t; if (!plain.IsCompleted && plain is Task<int> typed) _ = typed.Result;")]
    [InlineData("try { await t.WaitAsync(TimeSpan.FromSeconds(1)).AnyContext(); } catch { } _ = t.Result;")]
    [InlineData("await t.Later(); _ = t.Result;")]
    public void Anything_else_is(string statements) => AssertWaits(1, statements);

    [Fact]
    public void A_timeout_that_was_met_is_a_completion() => AssertWaits(0, "if (t.Wait(0)) _ = t.Result;", onlyResults: true);

    [Fact]
    public void A_timeout_that_ran_out_is_none() => AssertWaits(1, "if (!t.Wait(0)) _ = t.Result;", onlyResults: true);

    [Theory]
    [InlineData("t.GetAwaiter().GetResult();", 1)]
    [InlineData("var awaiter = t.GetAwaiter(); awaiter.GetResult();", 1)]
    [InlineData("var awaiter = t.GetAwaiter(); await t; awaiter.GetResult();", 0)]
    [InlineData("var awaiter = Task.FromResult(1).GetAwaiter(); awaiter.GetResult();", 0)]
    public void An_awaiter_stands_for_its_task(string statements, int waits) => AssertWaits(waits, statements);

    [Theory]
    [InlineData("Task.Factory.ContinueWhenAll(all.ToArray(), done => done[0].Result);")]
    [InlineData("Task.Factory.ContinueWhenAll(all.ToArray(), done => { foreach (var one in done) { _ = one.Result; } });")]
    [InlineData("Task.Factory.ContinueWhenAll(all.ToArray(), done => done.Sum(one => one.Result));")]
    public void All_that_a_continuation_is_given_have_completed(string statements) => AssertWaits(0, statements);

    [Theory]
    [InlineData("Task.Run(() => 1).Wait();", true)]
    [InlineData("var a = Task.Run(() => 1); a.Wait();", true)]
    [InlineData("var a = Task.Run(() => 1); var b = Task.Factory.StartNew(() => 2); Task.WaitAll(a, b);", true)]
    [InlineData("Task.WaitAll(all.Select(x => Task.Run(() => 1)).ToArray());", true)]
    [InlineData("var parts = all.Select(x => Task.Run(() => 1)).ToArray(); Task.WaitAll(parts);", true)]
    [InlineData("Task.WaitAll([Task.Run(() => 1), Task.Run(() => 2)]);", true)]
    [InlineData("Task.Run(async () => await u).Wait();", false)]
    [InlineData("Task.Run(() => u).Wait();", false)]
    [InlineData("Task.Factory.StartNew(() => u).Wait();", false)]
    [InlineData("var a = Task.Run(() => 1); a = u; a.Wait();", false)]
    [InlineData("Task.WaitAll([Task.Run(() => 1), u]);", false)]
    [InlineData("Task.WaitAll(all.Select(x => x).ToArray());", false)]
    [InlineData("t.Wait();", false)]
    public void Work_that_is_divided_here_is_told_from_what_others_do(string statements, bool isOwn)
    {
        var run = new EngineRun($$"""class C { void M(Task<int> t, Task<int> u, List<Task<int>> all) { {{statements}} } }""");
        var wait = run.Body("M").Calls.Single(call => run.Model.Catalog.Find(call.Target)?.Effects is [Effect.JoinTask]);
        Assert.Equal(isOwn, wait.Has(CallTraits.JoinsWorkItems));
    }

    private static void AssertWaits(int waits, string statements, bool onlyResults = false)
    {
        var run = new EngineRun($$"""
            class C { async Task M(Task<int> t, Task<int> u, List<Task<int>> all, bool flag) { {{statements}} } }
            static class Configuration
            {
                public static System.Runtime.CompilerServices.ConfiguredTaskAwaitable<T> AnyContext<T>(this Task<T> task) => task.ConfigureAwait(false);
                public static Task Later(this Task task) => Task.Delay(1);
            }
            """);
        var found = run.Body("M").SelfAndNested().SelectMany(static body => body.Calls)
            .Where(call => run.Model.Catalog.Find(call.Target)?.Effects is [Effect.JoinTask] && (!onlyResults || call.Target.MethodKind == MethodKind.PropertyGet))
            .Count(static call => !call.Has(CallTraits.Completed) && !call.Has(CallTraits.ZeroTimeout));
        Assert.Equal(waits, found);
    }
}
