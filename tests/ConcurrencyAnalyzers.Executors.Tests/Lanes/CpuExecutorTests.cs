using System.Collections.Concurrent;
using System.Reflection;

namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>What executors.md promises (4.3), by number. A lane is held by work that waits for a gate, so that what is queued behind it stays queued.</summary>
public sealed class CpuExecutorTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    // 1. Bounds.

    [Fact]
    public async Task Never_more_bodies_at_once_than_the_degree()
    {
        await using var executor = Create(degree: 3);
        using var all = new Barrier(3);
        int now = 0, most = 0;
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => executor.RunAsync(token =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            all.SignalAndWait(token);
            Interlocked.Decrement(ref now);
        }))).WaitAsync(Guard);
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task A_full_queue_rejects_exactly_what_is_beyond_its_capacity()
    {
        await using var executor = Create(degree: 1, capacity: 2, QueueFull.Reject);
        using var hold = new Hold(executor);
        Task[] accepted = [executor.RunAsync(static _ => { }), executor.RunAsync(static _ => { })];
        var rejection = await Assert.ThrowsAsync<ExecutorRejectedException>(() => executor.RunAsync(static _ => Assert.Fail("It was rejected.")));
        Assert.Equal("test", rejection.Executor);
        await Assert.ThrowsAsync<ExecutorRejectedException>(async () => await executor.SubmitAsync(static _ => 0));
        await Assert.ThrowsAsync<ExecutorRejectedException>(() => executor.ForAsync(0, 10, static _ => Assert.Fail("It was rejected.")));
        hold.Open();
        await Task.WhenAll(accepted).WaitAsync(Guard);
    }

    [Fact]
    public async Task Whoever_has_a_result_finds_the_room_that_its_work_took()
    {
        await using var executor = Create(degree: 1, capacity: 0, QueueFull.Reject);
        for (var i = 0; i < 20_000; i++)
        {
            Assert.Equal(i, await executor.RunAsync(i, static (state, _) => state));
        }
    }

    [Fact]
    public async Task A_full_queue_lets_a_producer_wait_until_there_is_room()
    {
        await using var executor = Create(degree: 1, capacity: 1);
        using var hold = new Hold(executor);
        var first = executor.SubmitAsync(static _ => 1);
        Assert.True(first.IsCompletedSuccessfully);
        var second = executor.SubmitAsync(static _ => 2).AsTask();
        Assert.False(second.IsCompleted);
        hold.Open();
        Assert.Equal(2, await await second.WaitAsync(Guard));
        Assert.Equal(1, await await first);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_room()
    {
        await using var executor = Create(degree: 1, capacity: 0);
        using var hold = new Hold(executor);
        using var cancellation = new CancellationTokenSource();
        var waiting = executor.SubmitAsync((Func<CancellationToken, int>)(static _ => throw new InvalidOperationException("It was cancelled.")), cancellation.Token).AsTask();
        cancellation.Cancel();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Guard));
        Assert.Equal(cancellation.Token, exception.CancellationToken);
    }

    // 2. Order.

    [Fact]
    public async Task Work_starts_in_the_order_in_which_it_came()
    {
        await using var executor = Create(degree: 1, capacity: 5);
        using var hold = new Hold(executor);
        List<int> started = [];
        var all = Enumerable.Range(0, 20).Select(i => executor.RunAsync(_ => started.Add(i))).ToArray();
        hold.Open();
        await Task.WhenAll(all).WaitAsync(Guard);
        Assert.Equal(Enumerable.Range(0, 20), started);
    }

    // 3. Errors.

    [Fact]
    public async Task What_work_throws_is_thrown_as_itself()
    {
        await using var executor = Create(degree: 1);
        var thrown = new InvalidDataException();
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidDataException>(() => executor.RunAsync((Action<CancellationToken>)(_ => throw thrown))));
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidDataException>(() => executor.ForAsync(0, 5, (Action<int>)(_ => throw thrown))));
    }

    [Fact]
    public async Task The_first_exception_stops_a_loop_and_what_it_cancels_is_not_reported()
    {
        await using var executor = Create(degree: 2);
        using var both = new Barrier(2);
        var calls = 0;
        var loop = executor.ForAsync(0, 1_000, (i, token) =>
        {
            Interlocked.Increment(ref calls);
            both.SignalAndWait(token);
            if (i == 0)
            {
                throw new InvalidDataException();
            }

            token.WaitHandle.WaitOne();
            token.ThrowIfCancellationRequested();
        });
        await Assert.ThrowsAsync<InvalidDataException>(() => loop.WaitAsync(Guard));
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task Several_exceptions_of_a_loop_are_one_in_the_order_of_their_numbers()
    {
        await using var executor = Create(degree: 2);
        using var both = new Barrier(2);
        var loop = executor.ForAsync(0, 2, (Action<int>)(i =>
        {
            both.SignalAndWait();
            throw new InvalidDataException($"{i}");
        }));
        var thrown = await Assert.ThrowsAsync<AggregateException>(() => loop.WaitAsync(Guard));
        Assert.Equal(["0", "1"], thrown.InnerExceptions.Select(static inner => inner.Message));
    }

    // 4. Cancellation.

    [Fact]
    public async Task Cancelled_before_its_start_work_is_out_of_the_queue_and_never_runs()
    {
        await using var executor = Create(degree: 1, capacity: 1, QueueFull.Reject);
        using var hold = new Hold(executor);
        using var cancellation = new CancellationTokenSource();
        var cancelled = executor.RunAsync(static _ => Assert.Fail("It was cancelled."), cancellation.Token);
        cancellation.Cancel();

        // While the lane is still held, and its room is free.
        Assert.True(cancelled.IsCanceled);
        var next = executor.RunAsync(static _ => 1);
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled)).CancellationToken);
        hold.Open();
        Assert.Equal(1, await next.WaitAsync(Guard));
    }

    [Fact]
    public async Task A_loop_cancelled_before_its_start_is_out_of_the_queue_and_never_runs()
    {
        await using var executor = Create(degree: 1);
        using var hold = new Hold(executor);
        using var cancellation = new CancellationTokenSource();
        var cancelled = executor.ForAsync(0, 10, static _ => Assert.Fail("It was cancelled."), cancellation.Token);
        cancellation.Cancel();
        Assert.True(cancelled.IsCanceled);
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled)).CancellationToken);
    }

    [Fact]
    public async Task Cancelled_while_it_runs_work_sees_it_and_its_task_has_the_token_of_the_caller()
    {
        await using var executor = Create(degree: 1);
        using var cancellation = new CancellationTokenSource();
        var running = executor.RunAsync(token =>
        {
            cancellation.Cancel();
            token.ThrowIfCancellationRequested();
        }, cancellation.Token);
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Guard))).CancellationToken);
        Assert.True(running.IsCanceled);

        using var second = new CancellationTokenSource();
        var calls = 0;
        var loop = executor.ForAsync(0, 100, _ =>
        {
            calls++;
            second.Cancel();
        }, second.Token);
        Assert.Equal(second.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop.WaitAsync(Guard))).CancellationToken);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_runs_nothing()
    {
        await using var executor = Create(degree: 1);
        var token = new CancellationToken(canceled: true);
        Assert.True(executor.RunAsync(static _ => Assert.Fail(), token).IsCanceled);
        Assert.True(executor.ForAsync(0, 1, static _ => Assert.Fail(), token).IsCanceled);
    }

    // 6. Disposal.

    [Fact]
    public async Task Disposal_finishes_what_was_accepted_and_accepts_no_more()
    {
        var executor = Create(degree: 1);
        var hold = new Hold(executor);
        var queued = executor.RunAsync(static _ => 1);
        var disposal = executor.DisposeAsync().AsTask();
        Assert.Throws<ObjectDisposedException>(() => { _ = executor.RunAsync(static _ => 1); });
        Assert.Throws<ObjectDisposedException>(() => { _ = executor.RunAsync(static _ => 1, new CancellationToken(canceled: true)); });
        Assert.Throws<ObjectDisposedException>(() => { _ = executor.ForAsync(0, 1, static _ => { }); });
        Assert.Throws<ObjectDisposedException>(() => { _ = executor.ForAsync(0, 0, static _ => { }); });
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await executor.SubmitAsync(static _ => 1));
        var scheduling = Assert.Throws<TaskSchedulerException>(() => { _ = Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.None, executor.Scheduler); });
        Assert.IsType<ObjectDisposedException>(scheduling.InnerException);
        Assert.False(disposal.IsCompleted);
        hold.Open();
        await disposal.WaitAsync(Guard);
        Assert.True(queued.IsCompletedSuccessfully);
        Assert.Equal(0, executor.Threads.Lane.Threads);
        await executor.DisposeAsync();
    }

    [Fact]
    public async Task Disposal_that_takes_too_long_ends_what_is_queued_and_cancels_what_runs()
    {
        var time = new ManualTime();
        var executor = new CpuExecutor(new CpuExecutorOptions { Name = "test", Degree = Degree.One, DrainTimeout = TimeSpan.FromSeconds(5), TimeProvider = time });
        using var hold = new Hold(executor, heedsToken: true);
        using var callers = new CancellationTokenSource();
        Task[] queued = [executor.RunAsync(static _ => Assert.Fail()), executor.RunAsync(static _ => Assert.Fail(), callers.Token), executor.ForAsync(0, 2, static _ => Assert.Fail())];
        var first = executor.DisposeAsync().AsTask();
        var second = executor.DisposeAsync().AsTask();
        await time.WhenTimerIsSetAsync().WaitAsync(Guard);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(first.IsCompleted);
        Assert.All(queued, static task => Assert.False(task.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(first, second).WaitAsync(Guard);
        foreach (var task in queued.Append(hold.Running))
        {
            Assert.True(task.IsFaulted);
            Assert.Equal("test", (await Assert.ThrowsAsync<ExecutorStoppedException>(() => task)).Executor);
        }
    }

    [Fact]
    public async Task An_executor_that_did_nothing_is_disposed_at_once()
    {
        var executor = Create(degree: 2);
        await executor.DisposeAsync().AsTask().WaitAsync(Guard);
        await executor.DisposeAsync();
    }

    [Fact]
    public async Task Neither_the_shared_executor_nor_ones_own_can_be_disposed()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await CpuExecutor.Shared.DisposeAsync());
        await using var executor = Create(degree: 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => executor.RunAsync(_ => executor.DisposeAsync().AsTask().Wait()));
        Assert.Equal(1, await CpuExecutor.Shared.RunAsync(static _ => 1));
    }

    // 7. Nesting.

    [Fact]
    public async Task Work_that_waits_for_work_runs_it_on_its_own_thread()
    {
        await using var executor = Create(degree: 1, capacity: 0);
        var threads = await executor.RunAsync(_ =>
        {
            var inner = executor.RunAsync(static _ => Environment.CurrentManagedThreadId);
            return (Environment.CurrentManagedThreadId, inner.Result);
        }).WaitAsync(Guard);
        Assert.Equal(threads.CurrentManagedThreadId, threads.Result);
    }

    [Fact]
    public async Task A_thread_that_waits_picks_up_nothing_unrelated()
    {
        await using var executor = Create(degree: 1);
        var unrelatedRan = false;
        Task? unrelated = null;
        var ranMeanwhile = await executor.RunAsync(_ =>
        {
            unrelated = executor.RunAsync(_ => { unrelatedRan = true; });
            executor.RunAsync(static _ => { }).Wait();
            return unrelatedRan;
        }).WaitAsync(Guard);
        Assert.False(ranMeanwhile);
        await unrelated!.WaitAsync(Guard);
    }

    [Fact]
    public async Task Only_the_own_threads_run_work_for_whoever_waits()
    {
        await using var executor = Create(degree: 1);
        await using var other = Create(degree: 1);
        using var hold = new Hold(executor);
        var queued = executor.RunAsync(static _ => Thread.CurrentThread.Name);
        using var waits = new ManualResetEventSlim();
        var waiting = other.RunAsync(_ =>
        {
            waits.Set();
            return queued.Result;
        });
        Assert.True(waits.Wait(Guard));
        hold.Open();
        Assert.Equal(hold.ThreadName, await waiting.WaitAsync(Guard));
    }

    [Fact]
    public async Task A_loop_within_a_loop_needs_no_other_thread()
    {
        await using var executor = Create(degree: 1, capacity: 0, QueueFull.Reject);
        var sum = 0;
        await executor.ForAsync(0, 10, i => executor.ForAsync(0, 10, j => sum += (10 * i) + j).Wait()).WaitAsync(Guard);
        Assert.Equal(4950, sum);
    }

    [Fact]
    public async Task Waiting_to_any_depth_exhausts_no_threads()
    {
        await using var executor = Create(degree: 2);
        int Sum(int from, int to)
        {
            if (to - from == 1)
            {
                return from;
            }

            var middle = (from + to) / 2;
            var left = executor.RunAsync(_ => Sum(from, middle));
            var right = executor.RunAsync(_ => Sum(middle, to));
            return left.Result + right.Result;
        }

        Assert.Equal(1023 * 512, await executor.RunAsync(_ => Sum(0, 1024)).WaitAsync(Guard));
    }

    [Fact]
    public async Task Loops_of_Parallel_run_on_its_threads_within_its_degree()
    {
        await using var executor = Create(degree: 2);
        var names = new ConcurrentDictionary<string, bool>();
        int now = 0, most = 0;
        var options = new ParallelOptions { TaskScheduler = executor.Scheduler };
        var outside = Task.Run(() => Parallel.For(0, 10_000, options, _ =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            names[Thread.CurrentThread.Name!] = true;
            Interlocked.Decrement(ref now);
        }), TestContext.Current.CancellationToken);
        Assert.True((await outside.WaitAsync(Guard)).IsCompleted);
        Assert.All(names.Keys, static name => Assert.StartsWith("test #", name, StringComparison.Ordinal));
        Assert.InRange(most, 1, 2);
        Assert.Equal(2, executor.Scheduler.MaximumConcurrencyLevel);

        // From the inside too, with nobody to help.
        var calls = 0;
        await using var alone = Create(degree: 1);
        await alone.RunAsync(_ => Parallel.For(0, 100, new ParallelOptions { TaskScheduler = alone.Scheduler }, _ => Interlocked.Increment(ref calls))).WaitAsync(Guard);
        Assert.Equal(100, calls);
    }

    // 8. Context.

    [Fact]
    public async Task Work_has_the_context_of_its_caller_and_leaves_none_behind()
    {
        await using var executor = Create(degree: 1);
        var local = new AsyncLocal<string?> { Value = "caller" };
        Assert.Equal("caller", await executor.RunAsync(_ => local.Value));
        string? seen = null;
        await executor.ForAsync(0, 1, _ => seen = local.Value);
        Assert.Equal("caller", seen);

        Task spoils;
        Task<string?> next;
        using (ExecutionContext.SuppressFlow())
        {
            spoils = executor.RunAsync(_ =>
            {
                local.Value = "left behind";
                SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
            });
            next = executor.RunAsync<string?>(_ => local.Value + SynchronizationContext.Current);
        }

        await spoils;
        Assert.Equal("", await next);
    }

    [Fact]
    public async Task Work_sees_no_synchronization_context_and_the_default_scheduler()
    {
        await using var executor = Create(degree: 1);
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        Task<bool> clean;
        try
        {
            clean = executor.RunAsync(static _ => SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }

        Assert.True(await clean);
    }

    [Fact]
    public async Task What_awaits_work_goes_on_elsewhere()
    {
        await using var executor = Create(degree: 1);
        Task[] all;
        using (var hold = new Hold(executor))
        {
            // Awaited before it runs, so that the continuation is there when it completes.
            all = [Ends(executor.RunAsync(static _ => { })), Ends(executor.RunAsync((Action<CancellationToken>)(static _ => throw new InvalidDataException()))), Ends(executor.ForAsync(0, 3, static _ => { }))];
        }

        await Task.WhenAll(all).WaitAsync(Guard);

        static async Task Ends(Task task)
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Assert.True(Thread.CurrentThread.IsThreadPoolThread);
        }
    }

    // Loops.

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, -5, 5)]
    [InlineData(3, 0, 100_000)]
    [InlineData(2, int.MaxValue - 10, int.MaxValue)]
    [InlineData(2, int.MinValue, int.MinValue + 10)]
    public async Task A_loop_calls_once_for_each_number(int degree, int from, int to)
    {
        await using var executor = Create(degree);
        var calls = new int[to - from];
        await executor.ForAsync(from, to, i => Interlocked.Increment(ref calls[i - from])).WaitAsync(Guard);
        Assert.All(calls, static count => Assert.Equal(1, count));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    public async Task A_loop_over_nothing_is_done(int from, int to)
    {
        await using var executor = Create(degree: 1);
        Assert.True(executor.ForAsync(from, to, static _ => Assert.Fail()).IsCompletedSuccessfully);
    }

    // Bad input.

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        await using var executor = Create(degree: 1);
        Assert.Throws<ArgumentNullException>(() => { _ = executor.RunAsync((Action<CancellationToken>)null!); });
        Assert.Throws<ArgumentNullException>(() => { _ = executor.RunAsync((Func<CancellationToken, int>)null!); });
        Assert.Throws<ArgumentNullException>(() => { _ = executor.RunAsync(1, (Func<int, CancellationToken, int>)null!); });
        Assert.Throws<ArgumentNullException>(() => { _ = executor.SubmitAsync((Func<CancellationToken, int>)null!); });
        Assert.Throws<ArgumentNullException>(() => { _ = executor.ForAsync(0, 1, (Action<int>)null!); });
        Assert.Throws<ArgumentNullException>(() => { _ = executor.ForAsync(0, 1, (Action<int, CancellationToken>)null!); });
        Assert.ThrowsAny<ArgumentException>(static () => new CpuExecutor(new CpuExecutorOptions { Name = "" }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CpuExecutor(new CpuExecutorOptions { QueueCapacity = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CpuExecutor(new CpuExecutorOptions { DrainTimeout = TimeSpan.FromSeconds(-1) }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CpuExecutor(new CpuExecutorOptions { DrainTimeout = TimeSpan.MaxValue }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CpuExecutor(new CpuExecutorOptions { WhenFull = (QueueFull)2 }));
        Assert.Throws<ArgumentNullException>(static () => new CpuExecutor(new CpuExecutorOptions { TimeProvider = null! }));
    }

    [Fact]
    public async Task Nothing_on_its_threads_can_dispose_it()
    {
        await using var executor = Create(degree: 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => executor.ForAsync(0, 1, _ => executor.DisposeAsync().AsTask().Wait()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Task.Factory.StartNew(() => executor.DisposeAsync().AsTask().Wait(), CancellationToken.None, TaskCreationOptions.None, executor.Scheduler));
        Assert.Equal(1, await executor.RunAsync(static _ => 1));
    }

    [Fact]
    public async Task Disposals_at_once_all_wait_for_the_same_end()
    {
        var executor = Create(degree: 1);
        using var hold = new Hold(executor);
        var disposals = Enumerable.Range(0, 4).Select(_ => Task.Run(() => executor.DisposeAsync().AsTask())).ToArray();
        Assert.DoesNotContain(disposals, static disposal => disposal.IsCompleted);
        hold.Open();
        await Task.WhenAll(disposals).WaitAsync(Guard);
        Assert.True(executor.DisposeAsync().IsCompleted);
    }

    /// <summary>The compiler binds an asynchronous lambda to the overload whose delegate returns a task; that one has to be there for each method, to be an error, and not to run either.</summary>
    [Theory]
    [InlineData(typeof(CpuExecutor))]
    [InlineData(typeof(BlockingExecutor))]
    public async Task Asynchronous_functions_do_not_compile(Type executor)
    {
        var methods = executor.GetMethods().Where(static method => method.Name is "RunAsync" or "SubmitAsync" or "ForAsync").ToLookup(static method => method.GetCustomAttribute<ObsoleteAttribute>() is not null);
        Assert.All(methods[true], static method => Assert.True(method.GetCustomAttribute<ObsoleteAttribute>()!.IsError && ReturnsTask(method)));
        Assert.DoesNotContain(methods[false], ReturnsTask);
        foreach (var method in methods[false])
        {
            // With and without a result of the task.
            Assert.InRange(methods[true].Count(other => other.Name == method.Name && DelegateParameters(other) == DelegateParameters(method)), 1, 2);
        }

        await using var instance = (IAsyncDisposable)Activator.CreateInstance(executor, [null])!;
        var plain = methods[true].First(static method => method.Name == "RunAsync" && !method.IsGenericMethod);
        Assert.IsType<NotSupportedException>(Assert.Throws<TargetInvocationException>(() => plain.Invoke(instance, [(Func<CancellationToken, Task>)(static _ => Task.CompletedTask), CancellationToken.None])).InnerException);

        static Type Delegate(MethodInfo method) => method.GetParameters().Single(static parameter => parameter.ParameterType.IsAssignableTo(typeof(System.Delegate))).ParameterType;

        static int DelegateParameters(MethodInfo method) => Delegate(method).GetMethod("Invoke")!.GetParameters().Length;

        static bool ReturnsTask(MethodInfo method) => Delegate(method).GetMethod("Invoke")!.ReturnType.IsAssignableTo(typeof(Task));
    }

    private static CpuExecutor Create(int degree, int capacity = int.MaxValue, QueueFull whenFull = QueueFull.Wait) =>
        new(new CpuExecutorOptions { Name = "test", Degree = Degree.Of(degree), QueueCapacity = capacity, WhenFull = whenFull, DrainTimeout = Timeout.InfiniteTimeSpan });

    private static void InterlockedMax(ref int place, int value)
    {
        for (var seen = Volatile.Read(ref place); seen < value;)
        {
            var before = Interlocked.CompareExchange(ref place, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    /// <summary>Work that keeps the one thread of an executor until it is let go.</summary>
    private sealed class Hold : IDisposable
    {
        private readonly ManualResetEventSlim gate = new();

        public Hold(CpuExecutor executor, bool heedsToken = false)
        {
            using var started = new ManualResetEventSlim();
            Running = executor.RunAsync(token =>
            {
                ThreadName = Thread.CurrentThread.Name;
                started.Set();
                gate.Wait(heedsToken ? token : CancellationToken.None);
            });
            Assert.True(started.Wait(Guard));
        }

        public Task Running { get; }

        public string? ThreadName { get; private set; }

        public void Open() => gate.Set();

        public void Dispose() => gate.Set();
    }
}
