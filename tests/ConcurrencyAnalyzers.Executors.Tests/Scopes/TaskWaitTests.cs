namespace ConcurrencyAnalyzers.Executors.Tests;

public sealed class TaskWaitTests
{
    [Fact]
    public async Task First_completed_ends_with_the_first_one_and_names_the_rest_pending()
    {
        var (a, b, c) = (new TaskCompletionSource<int>(), new TaskCompletionSource<int>(), new TaskCompletionSource<int>());
        var wait = TaskWait.FirstCompletedAsync([a.Task, b.Task, c.Task], cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(wait.IsCompleted);

        b.SetResult(2);
        var result = await wait;

        Assert.Equal([b.Task], result.Done);
        Assert.Equal([a.Task, c.Task], result.Pending);
        Assert.False(result.TimedOut);
        Assert.Equal(2, await result.Done[0]);
    }

    [Fact]
    public async Task First_exception_goes_on_past_success_and_cancellation_and_ends_with_a_fault()
    {
        var (good, canceled, bad, open) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var wait = TaskWait.FirstExceptionAsync([good.Task, canceled.Task, bad.Task, open.Task], cancellationToken: TestContext.Current.CancellationToken);
        good.SetResult();
        canceled.SetCanceled(new CancellationToken(canceled: true));
        // Continuations are synchronous up to the signal, so what would end the wait has been judged by now.
        Assert.False(wait.IsCompleted);

        bad.SetException(new InvalidDataException());
        var result = await wait;

        Assert.Equal([good.Task, canceled.Task, bad.Task], result.Done);
        Assert.Equal([open.Task], result.Pending);
        Assert.IsType<InvalidDataException>(bad.Task.Exception!.InnerException);
    }

    [Fact]
    public async Task First_exception_waits_for_all_where_nothing_fails()
    {
        var (a, b) = (new TaskCompletionSource(), new TaskCompletionSource());
        var wait = TaskWait.FirstExceptionAsync([a.Task, b.Task], cancellationToken: TestContext.Current.CancellationToken);
        a.SetResult();
        Assert.False(wait.IsCompleted);
        b.SetResult();
        Assert.Empty((await wait).Pending);
    }

    [Fact]
    public async Task All_completed_never_throws_for_a_faulted_or_canceled_member()
    {
        var (bad, canceled) = (new TaskCompletionSource(), new TaskCompletionSource());
        var wait = TaskWait.AllCompletedAsync([bad.Task, canceled.Task], cancellationToken: TestContext.Current.CancellationToken);
        bad.SetException(new InvalidDataException());
        Assert.False(wait.IsCompleted);
        canceled.SetCanceled(new CancellationToken(canceled: true));

        var result = await wait;

        Assert.Equal([bad.Task, canceled.Task], result.Done);
        Assert.IsType<InvalidDataException>(bad.Task.Exception!.InnerException);
    }

    [Fact]
    public async Task A_timeout_is_a_result()
    {
        var time = new ManualTime();
        var (done, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        var wait = TaskWait.AllCompletedAsync([done.Task, open.Task], TimeSpan.FromSeconds(5), time, TestContext.Current.CancellationToken);
        done.SetResult();
        time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.False(wait.IsCompleted);

        time.Advance(TimeSpan.FromTicks(1));
        var result = await wait;

        Assert.True(result.TimedOut);
        Assert.Equal([done.Task], result.Done);
        Assert.Equal([open.Task], result.Pending);
        Assert.Equal(0, time.Armed);
    }

    [Fact]
    public async Task No_time_at_all_only_looks()
    {
        var open = new TaskCompletionSource();
        Assert.True((await TaskWait.FirstCompletedAsync([open.Task], TimeSpan.Zero, cancellationToken: TestContext.Current.CancellationToken)).TimedOut);
        Assert.False((await TaskWait.FirstCompletedAsync([Task.CompletedTask], TimeSpan.Zero, cancellationToken: TestContext.Current.CancellationToken)).TimedOut);
    }

    [Fact]
    public async Task A_wait_that_ends_leaves_no_timer_behind()
    {
        var time = new ManualTime();
        var open = new TaskCompletionSource();
        var wait = TaskWait.FirstCompletedAsync([open.Task], TimeSpan.FromDays(1), time, TestContext.Current.CancellationToken);
        Assert.Equal(1, time.Armed);
        open.SetResult();
        await wait;
        // The BCL takes the timer off right after it has released the wait, on the thread that runs this; so that thread is given back.
        while (time.Armed != 0)
            await Task.Yield();
    }

    [Fact]
    public async Task Semantics_4_cancellation_of_a_wait_carries_the_token_of_the_caller_and_leaves_the_tasks()
    {
        using var cancellation = new CancellationTokenSource();
        var open = new TaskCompletionSource();
        var wait = TaskWait.FirstExceptionAsync([open.Task], cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait)).CancellationToken);
        Assert.False(open.Task.IsCompleted);
    }

    [Fact]
    public async Task What_has_happened_already_wins_over_cancellation()
    {
        var result = await TaskWait.FirstCompletedAsync([Task.CompletedTask], cancellationToken: new CancellationToken(canceled: true));
        Assert.Equal([Task.CompletedTask], result.Done);
    }

    [Fact]
    public async Task Semantics_8_the_code_behind_a_wait_does_not_run_where_the_task_is_completed()
    {
        var open = new TaskCompletionSource();
        var completer = Environment.CurrentManagedThreadId;
        var inside = false;
        var ranInside = false;
        var behind = Behind();

        inside = true;
        open.SetResult();
        inside = false;

        await behind;
        Assert.False(ranInside);

        async Task Behind()
        {
            await TaskWait.AllCompletedAsync([open.Task]).ConfigureAwait(false);
            ranInside = inside && Environment.CurrentManagedThreadId == completer;
        }
    }

    [Fact]
    public async Task Waiting_in_a_loop_for_a_task_that_never_ends_keeps_nothing_alive()
    {
        var forever = new TaskCompletionSource();
        var kept = await WaitOnceAsync(forever.Task);
        for (var attempt = 0; kept.IsAlive && attempt < 100; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.False(kept.IsAlive);
        GC.KeepAlive(forever);

        static async Task<WeakReference> WaitOnceAsync(Task forever)
        {
            var brief = new TaskCompletionSource<object>();
            var wait = TaskWait.FirstCompletedAsync([forever, brief.Task]);
            brief.SetResult(new object());
            // The result holds the list of tasks; what was attached to the long one must not hold the wait.
            return new WeakReference(await wait);
        }
    }

    [Fact]
    public async Task Without_tasks_there_is_nothing_to_wait_for()
    {
        foreach (var wait in new[] { TaskWait.FirstCompletedAsync<Task>([]), TaskWait.FirstExceptionAsync<Task>([]), TaskWait.AllCompletedAsync<Task>([]) })
        {
            var result = await wait;
            Assert.Empty(result.Done);
            Assert.Empty(result.Pending);
            Assert.False(result.TimedOut);
        }
    }

    [Fact]
    public async Task A_task_that_is_given_twice_counts_once()
    {
        var open = new TaskCompletionSource();
        var wait = TaskWait.AllCompletedAsync([open.Task, open.Task], cancellationToken: TestContext.Current.CancellationToken);
        open.SetResult();
        Assert.Equal([open.Task], (await wait).Done);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentNullException>("tasks", () => TaskWait.AllCompletedAsync<Task>(null!));
        await Assert.ThrowsAsync<ArgumentException>("tasks", () => TaskWait.AllCompletedAsync<Task>([null!]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("timeout", () => TaskWait.AllCompletedAsync([Task.CompletedTask], TimeSpan.FromTicks(-1)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("timeout", () => TaskWait.FirstExceptionAsync([Task.CompletedTask], TimeSpan.FromDays(50)));
    }

    [Fact]
    public Task Stress() => Tests.Stress.RoundsAsync(static async random =>
    {
        var sources = Enumerable.Range(0, 1 + random.Next(200)).Select(static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        var tasks = sources.Select(static source => source.Task).ToArray();
        var kinds = sources.Select(_ => random.Next(10)).ToArray();
        using var cancellation = new CancellationTokenSource();
        var completing = Task.WhenAll(Enumerable.Range(0, 2).Select(part => Task.Run(() =>
        {
            for (var index = part; index < sources.Length; index += 2)
            {
                if (kinds[index] == 0)
                    sources[index].SetException(new InvalidDataException());
                else if (kinds[index] == 1)
                    sources[index].SetCanceled();
                else
                    sources[index].SetResult();
            }
        })));
        var all = TaskWait.AllCompletedAsync(tasks);
        var fault = TaskWait.FirstExceptionAsync(tasks, cancellationToken: cancellation.Token);
        var first = await TaskWait.FirstCompletedAsync(tasks);
        if (random.Next(2) == 0)
            await cancellation.CancelAsync();

        Assert.NotEmpty(first.Done);
        Assert.Equal(tasks, (await all).Done);
        try
        {
            var result = await fault;
            Assert.True(result.Pending.Count == 0 || result.Done.Any(static task => task.IsFaulted));
            Assert.Equal(tasks.Length, result.Done.Count + result.Pending.Count);
        }
        catch (OperationCanceledException exception)
        {
            Assert.Equal(cancellation.Token, exception.CancellationToken);
        }

        await completing;
        foreach (var task in tasks)
            _ = task.Exception;
    });
}
