namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>What executors.md promises (4.3) and is not <see cref="CpuExecutorTests"/>' already: threads that come and go, and views.</summary>
public sealed class BlockingExecutorTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task As_many_calls_block_at_once_as_there_may_be_threads_and_no_more()
    {
        await using var executor = Create(threads: 8);
        using var all = new Barrier(8);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => executor.RunAsync(token => all.SignalAndWait(token)))).WaitAsync(Guard);
        Assert.InRange(executor.Threads.Lane.Threads, 1, 8);
    }

    [Fact]
    public async Task Threads_that_are_idle_for_too_long_leave_and_come_back_for_work()
    {
        var time = new ManualTime();
        await using var executor = new BlockingExecutor(new BlockingExecutorOptions { Name = "test", MaxThreads = Degree.Of(3), IdleTimeout = TimeSpan.FromSeconds(10), TimeProvider = time, DrainTimeout = Timeout.InfiniteTimeSpan });
        for (var round = 0; round < 3; round++)
        {
            using var all = new Barrier(3);
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => executor.RunAsync(token => all.SignalAndWait(token)))).WaitAsync(Guard);
            await WhenAsync(() => executor.Threads.Lane.Idle == 3);
            await time.WhenTimerIsSetAsync().WaitAsync(Guard);
            time.Advance(TimeSpan.FromSeconds(9));
            Assert.Equal(3, executor.Threads.Lane.Threads);
            time.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(0, executor.Threads.Lane.Threads);
        }
    }

    [Fact]
    public async Task A_view_keeps_to_its_limit_and_leaves_the_rest_to_others()
    {
        await using var executor = Create(threads: 4);
        var narrow = executor.Limit(2, "narrow");
        using var gate = new ManualResetEventSlim();
        using var both = new CountdownEvent(2);
        int now = 0, most = 0;
        var slow = Enumerable.Range(0, 10).Select(_ => narrow.RunAsync(_ =>
        {
            lock (both)
            {
                most = Math.Max(most, ++now);
                if (!both.IsSet)
                {
                    both.Signal();
                }
            }

            gate.Wait();
            lock (both)
            {
                now--;
            }
        })).ToArray();
        Assert.True(both.Wait(Guard));

        // Both seats of the view are taken, and the others are free.
        using var others = new Barrier(2);
        await Task.WhenAll(executor.RunAsync(token => others.SignalAndWait(token)), executor.RunAsync(token => others.SignalAndWait(token))).WaitAsync(Guard);
        gate.Set();
        await Task.WhenAll(slow).WaitAsync(Guard);
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task A_view_starts_its_work_in_order_and_takes_turns_with_others()
    {
        await using var executor = Create(threads: 1);
        var view = executor.Limit(1, "view");
        using var gate = new ManualResetEventSlim();
        using var held = new ManualResetEventSlim();
        var hold = executor.RunAsync(_ =>
        {
            held.Set();
            gate.Wait();
        });
        Assert.True(held.Wait(Guard));
        List<string> started = [];
        var all = Enumerable.Range(0, 3).Select(i => executor.RunAsync(_ => started.Add($"executor {i}"))).ToList();
        all.AddRange(Enumerable.Range(0, 3).Select(i => view.RunAsync(_ => started.Add($"view {i}"))));
        gate.Set();
        await Task.WhenAll(all).WaitAsync(Guard);
        await hold;
        Assert.Equal(["executor 0", "executor 1", "executor 2"], started.Where(static name => name[0] == 'e'));
        Assert.Equal(["view 0", "view 1", "view 2"], started.Where(static name => name[0] == 'v'));

        // Not all of one and then all of the other.
        Assert.True(started.IndexOf("view 0") < started.IndexOf("executor 2"));
    }

    [Fact]
    public async Task Each_view_has_a_queue_of_its_own_that_rejects()
    {
        await using var executor = new BlockingExecutor(new BlockingExecutorOptions { Name = "test", MaxThreads = Degree.Of(2), QueueCapacity = 0, WhenFull = QueueFull.Reject });
        var view = executor.Limit(1, "view");
        using var gate = new ManualResetEventSlim();
        var held = view.RunAsync(_ => gate.Wait());
        Assert.Equal("view", (await Assert.ThrowsAsync<ExecutorRejectedException>(() => view.RunAsync(static _ => { }))).Executor);
        await executor.RunAsync(static _ => { }).WaitAsync(Guard);
        gate.Set();
        await held.WaitAsync(Guard);
    }

    [Fact]
    public async Task Work_that_waits_for_work_of_its_own_or_of_a_view_with_room_runs_it_itself()
    {
        await using var executor = Create(threads: 1);
        var view = executor.Limit(1, "view");
        var threads = await executor.RunAsync(_ => new[]
        {
            Environment.CurrentManagedThreadId,
            executor.RunAsync(static _ => Environment.CurrentManagedThreadId).Result,
            view.RunAsync(_ => view.RunAsync(_ => executor.RunAsync(static _ => Environment.CurrentManagedThreadId).Result).Result).Result,
        }).WaitAsync(Guard);
        Assert.Single(threads.Distinct());
    }

    [Fact]
    public async Task A_view_at_its_limit_lends_no_seat_to_who_waits()
    {
        await using var executor = Create(threads: 2);
        var view = executor.Limit(1, "view");
        using var gate = new ManualResetEventSlim();
        using var held = new ManualResetEventSlim();
        var hold = view.RunAsync(_ =>
        {
            held.Set();
            gate.Wait();
        });
        Assert.True(held.Wait(Guard));
        var queued = view.RunAsync(_ => hold.IsCompleted);
        using var waits = new ManualResetEventSlim();
        var waiting = executor.RunAsync(_ =>
        {
            waits.Set();
            return queued.Result;
        });
        Assert.True(waits.Wait(Guard));
        gate.Set();
        Assert.True(await waiting.WaitAsync(Guard));
    }

    [Fact]
    public async Task Cancelled_before_its_start_work_is_out_of_the_queue_and_never_runs()
    {
        await using var executor = Create(threads: 1);
        using var gate = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var hold = executor.RunAsync(_ => gate.Wait());
        var cancelled = executor.RunAsync(static _ => Assert.Fail(), cancellation.Token);
        cancellation.Cancel();
        Assert.True(cancelled.IsCanceled);
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled)).CancellationToken);
        gate.Set();
        await hold.WaitAsync(Guard);
    }

    [Fact]
    public async Task A_view_is_disposed_alone_and_an_executor_with_its_views()
    {
        var executor = Create(threads: 2);
        var first = executor.Limit(1, "first");
        var second = executor.Limit(1, "second");
        using var gate = new ManualResetEventSlim();
        var held = first.RunAsync(_ => gate.Wait());
        var queued = first.RunAsync(static _ => 1);
        var disposal = first.DisposeAsync().AsTask();
        Assert.Throws<ObjectDisposedException>(() => { _ = first.RunAsync(static _ => 1); });
        Assert.False(disposal.IsCompleted);
        Assert.Equal(2, await second.RunAsync(static _ => 2).WaitAsync(Guard));
        gate.Set();
        await disposal.WaitAsync(Guard);
        Assert.True(held.IsCompletedSuccessfully && queued.IsCompletedSuccessfully);

        await executor.DisposeAsync().AsTask().WaitAsync(Guard);
        Assert.Throws<ObjectDisposedException>(() => { _ = second.RunAsync(static _ => 1); });
        Assert.Throws<ObjectDisposedException>(() => { _ = executor.Limit(1, "third"); });
        Assert.Equal(0, executor.Threads.Lane.Threads);
        await executor.DisposeAsync();
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Disposal_that_takes_too_long_ends_what_is_queued_and_cancels_what_runs()
    {
        var time = new ManualTime();
        var executor = new BlockingExecutor(new BlockingExecutorOptions { Name = "test", MaxThreads = Degree.One, IdleTimeout = Timeout.InfiniteTimeSpan, DrainTimeout = TimeSpan.FromSeconds(5), TimeProvider = time });
        using var held = new ManualResetEventSlim();
        var running = executor.RunAsync(token =>
        {
            held.Set();
            token.WaitHandle.WaitOne();
            token.ThrowIfCancellationRequested();
        });
        Assert.True(held.Wait(Guard));
        var queued = executor.RunAsync(static _ => Assert.Fail());
        var disposal = executor.DisposeAsync().AsTask();
        await time.WhenTimerIsSetAsync().WaitAsync(Guard);
        Assert.False(disposal.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        await disposal.WaitAsync(Guard);
        await Assert.ThrowsAsync<ExecutorStoppedException>(() => running);
        await Assert.ThrowsAsync<ExecutorStoppedException>(() => queued);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        await using var executor = Create(threads: 1);
        Assert.Throws<ArgumentNullException>(() => { _ = executor.RunAsync((Action<CancellationToken>)null!); });
        Assert.Throws<ArgumentNullException>(() => { _ = executor.RunAsync((Func<CancellationToken, int>)null!); });
        Assert.Throws<ArgumentNullException>(() => { _ = executor.RunAsync(1, (Func<int, CancellationToken, int>)null!); });
        Assert.Throws<ArgumentNullException>(() => { _ = executor.SubmitAsync((Func<CancellationToken, int>)null!); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = executor.Limit(0, "none"); });
        Assert.ThrowsAny<ArgumentException>(() => { _ = executor.Limit(1, ""); });
        Assert.Throws<InvalidOperationException>(() => { _ = executor.Limit(1, "view").Limit(1, "view of a view"); });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new BlockingExecutor(new BlockingExecutorOptions { IdleTimeout = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new BlockingExecutor(new BlockingExecutorOptions { QueueCapacity = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new BlockingExecutor(new BlockingExecutorOptions { WhenFull = (QueueFull)2 }));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await BlockingExecutor.Shared.DisposeAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => executor.RunAsync(_ => executor.DisposeAsync().AsTask().Wait()));
    }

    private static BlockingExecutor Create(int threads) =>
        new(new BlockingExecutorOptions { Name = "test", MaxThreads = Degree.Of(threads), DrainTimeout = Timeout.InfiniteTimeSpan });

    // A thread gets idle after its last work is done, and nothing tells of it.
    private static async Task WhenAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }
}
