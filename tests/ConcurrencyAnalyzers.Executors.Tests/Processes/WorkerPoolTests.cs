using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>What is promised of jobs whatever their workers are made of, in an order and by a clock that the test decides.</summary>
public sealed class WorkerPoolTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Never_more_jobs_run_than_the_degree_and_they_start_in_order()
    {
        var workers = new MemoryWorkers();
        await using var executor = workers.Create(MemoryWorkers.Options(2));
        var first = Start(executor, out var firstTask);
        var second = Start(executor, out var secondTask);
        await Task.WhenAll(first.Began.Task, second.Began.Task).WaitAsync(Guard);
        var third = Start(executor, out var thirdTask);
        var fourth = Start(executor, out var fourthTask);
        first.Goes.SetResult([1]);
        Assert.Equal([1], await firstTask.WaitAsync(Guard));
        await third.Began.Task.WaitAsync(Guard);
        Assert.False(fourth.Began.Task.IsCompleted);
        second.Goes.SetResult([2]);
        await fourth.Began.Task.WaitAsync(Guard);
        third.Goes.SetResult([3]);
        fourth.Goes.SetResult([4]);
        Assert.Equal([2], await secondTask.WaitAsync(Guard));
        Assert.Equal([3], await thirdTask.WaitAsync(Guard));
        Assert.Equal([4], await fourthTask.WaitAsync(Guard));
        Assert.Equal(2, workers.Launched);
    }

    [Fact]
    public async Task A_job_that_is_cancelled_before_its_start_never_runs()
    {
        await using var executor = new MemoryWorkers().Create(MemoryWorkers.Options());
        using var cancellation = new CancellationTokenSource();
        var first = Start(executor, out var firstTask);
        await first.Began.Task.WaitAsync(Guard);
        var second = Start(executor, out var secondTask, cancellationToken: cancellation.Token);
        cancellation.Cancel();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => secondTask.WaitAsync(Guard));
        Assert.Equal(cancellation.Token, thrown.CancellationToken);
        Assert.True(secondTask.IsCanceled);
        var never = Start(executor, out var neverTask, cancellationToken: cancellation.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => neverTask.WaitAsync(Guard));
        first.Goes.SetResult([]);
        await firstTask.WaitAsync(Guard);
        await executor.RunAsync<Held, byte[], byte[]>([7]).WaitAsync(Guard);
        Assert.Equal(0, second.Runs + never.Runs);
    }

    [Fact]
    public async Task A_job_that_heeds_its_cancellation_is_canceled_with_the_token_of_the_caller_and_its_worker_stays()
    {
        var workers = new MemoryWorkers();
        await using var executor = workers.Create(MemoryWorkers.Options());
        using var cancellation = new CancellationTokenSource();
        var hold = Start(executor, out var task, cancellationToken: cancellation.Token);
        await hold.Began.Task.WaitAsync(Guard);
        cancellation.Cancel();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(Guard));
        Assert.Equal(cancellation.Token, thrown.CancellationToken);
        Assert.True(task.IsCanceled);
        await executor.RunAsync<Held, byte[], byte[]>([7]).WaitAsync(Guard);
        Assert.Equal(1, workers.Launched);
    }

    [Fact]
    public async Task A_job_that_ignores_its_cancellation_loses_its_worker_when_its_grace_is_over()
    {
        var time = new ManualTime();
        var workers = new MemoryWorkers();
        await using var executor = workers.Create(MemoryWorkers.Options() with { TimeProvider = time, CancelGrace = TimeSpan.FromSeconds(5) });
        var exited = WhenExited(executor);
        using var cancellation = new CancellationTokenSource();
        var hold = Start(executor, out var task, cancellationToken: cancellation.Token, heedsCancellation: false);
        var context = await hold.Began.Task.WaitAsync(Guard);
        cancellation.Cancel();
        await WhenCanceled(context.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(task.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(Guard));
        Assert.Equal(cancellation.Token, thrown.CancellationToken);
        Assert.Equal(WorkerExitReason.CancellationIgnored, (await exited.WaitAsync(Guard)).Reason);
        Assert.True(workers.Links[0].IsKilled);
        hold.Goes.SetResult([]);
        await executor.RunAsync<Held, byte[], byte[]>([7]).WaitAsync(Guard);
    }

    [Fact]
    public async Task A_result_that_comes_after_the_cancellation_counts()
    {
        await using var executor = new MemoryWorkers().Create(MemoryWorkers.Options());
        using var cancellation = new CancellationTokenSource();
        var hold = Start(executor, out var task, cancellationToken: cancellation.Token, heedsCancellation: false);
        await hold.Began.Task.WaitAsync(Guard);
        cancellation.Cancel();
        hold.Goes.SetResult([5]);
        Assert.Equal([5], await task.WaitAsync(Guard));
    }

    [Fact]
    public async Task A_job_over_its_time_fails_and_its_worker_is_killed_and_the_next_has_its_own_time()
    {
        var time = new ManualTime();
        var workers = new MemoryWorkers();
        await using var executor = workers.Create(MemoryWorkers.Options() with { TimeProvider = time, JobTimeout = TimeSpan.FromSeconds(10) });
        var exited = WhenExited(executor);
        var hold = Start(executor, out var task, heedsCancellation: false);
        await hold.Began.Task.WaitAsync(Guard);
        var waiting = executor.RunAsync<Held, byte[], byte[]>([7]);
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(task.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        await Assert.ThrowsAsync<TimeoutException>(() => task.WaitAsync(Guard));
        Assert.Equal(WorkerExitReason.TimedOut, (await exited.WaitAsync(Guard)).Reason);
        Assert.Equal([7], await waiting.WaitAsync(Guard));
        var second = Start(executor, out var secondTask, new JobOptions { Timeout = TimeSpan.FromSeconds(20) });
        await second.Began.Task.WaitAsync(Guard);
        time.Advance(TimeSpan.FromSeconds(19));
        second.Goes.SetResult([2]);
        Assert.Equal([2], await secondTask.WaitAsync(Guard));
        hold.Goes.SetResult([]);
    }

    [Fact]
    public async Task Only_the_job_that_runs_is_lost_when_a_worker_crashes()
    {
        var workers = new MemoryWorkers();
        await using var executor = workers.Create(MemoryWorkers.Options(2));
        var hold = Start(executor, out var other);
        await hold.Began.Task.WaitAsync(Guard);
        var crash = executor.RunAsync<CrashesTimes, byte[], byte[]>([255]);
        Task<byte[]>[] behind = [.. Enumerable.Range(0, 20).Select(number => executor.RunAsync<Held, byte[], byte[]>([(byte)number]))];
        var thrown = await Assert.ThrowsAsync<WorkerCrashedException>(() => crash.WaitAsync(Guard));
        Assert.Equal(("crashes", 1), (thrown.Job, thrown.Attempt));
        await Task.WhenAll(behind).WaitAsync(Guard);
        hold.Goes.SetResult([9]);
        Assert.Equal([9], await other.WaitAsync(Guard));
        Assert.Equal(3, workers.Launched);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(1, 2)]
    public async Task A_job_may_bring_down_as_many_workers_as_it_has_attempts_but_one(byte crashes, int attempts)
    {
        await using var executor = new MemoryWorkers().Create(MemoryWorkers.Options() with { MaxAttempts = attempts });
        Assert.Equal([crashes], await executor.RunAsync<CrashesTimes, byte[], byte[]>([crashes]).WaitAsync(Guard));
    }

    [Fact]
    public async Task A_job_that_brings_down_a_worker_at_each_attempt_is_poisoned()
    {
        var workers = new MemoryWorkers();
        await using var executor = workers.Create(MemoryWorkers.Options());
        var thrown = await Assert.ThrowsAsync<PoisonedJobException>(() => executor.RunAsync<CrashesTimes, byte[], byte[]>([255], new JobOptions { MaxAttempts = 3 }).WaitAsync(Guard));
        Assert.Equal(("crashes", 3), (thrown.Job, thrown.Attempts));
        Assert.Equal(3, Assert.IsType<WorkerCrashedException>(thrown.InnerException).Attempt);
        Assert.Equal([7], await executor.RunAsync<Held, byte[], byte[]>([7]).WaitAsync(Guard));
        Assert.Equal(4, workers.Launched);
    }

    [Fact]
    public async Task A_worker_that_ends_while_it_has_nothing_to_do_takes_no_job_with_it()
    {
        var workers = new MemoryWorkers();
        await using var executor = workers.Create(MemoryWorkers.Options());
        await executor.RunAsync<Held, byte[], byte[]>([1]).WaitAsync(Guard);
        for (var i = 0; i < 100; i++)
        {
            workers.Links[^1].Crash();
            Assert.Equal([2], await executor.RunAsync<Held, byte[], byte[]>([2]).WaitAsync(Guard));
        }
    }

    [Fact]
    public async Task A_worker_with_nothing_to_do_ends_after_its_time_and_another_starts_with_the_next_job()
    {
        var time = new ManualTime();
        var workers = new MemoryWorkers();
        await using var executor = workers.Create(MemoryWorkers.Options() with { TimeProvider = time, IdleTimeout = TimeSpan.FromMinutes(1) });
        var exited = WhenExited(executor);
        await executor.RunAsync<Held, byte[], byte[]>([1]).WaitAsync(Guard);
        time.Advance(TimeSpan.FromSeconds(30));
        await executor.RunAsync<Held, byte[], byte[]>([1]).WaitAsync(Guard);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(exited.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        var end = await exited.WaitAsync(Guard);
        Assert.Equal((WorkerExitReason.Idle, 2), (end.Reason, end.Jobs));
        Assert.False(workers.Links[0].IsKilled);
        Assert.Equal([3], await executor.RunAsync<Held, byte[], byte[]>([3]).WaitAsync(Guard));
        Assert.Equal(2, workers.Launched);
    }

    [Fact]
    public async Task A_worker_is_replaced_between_jobs_after_as_many_as_it_may_do()
    {
        var workers = new MemoryWorkers();
        await using var executor = workers.Create(MemoryWorkers.Options(2) with { MaxJobsPerWorker = 3 });
        var results = await Task.WhenAll(Enumerable.Range(0, 60).Select(number => executor.RunAsync<Held, byte[], byte[]>([(byte)number]))).WaitAsync(Guard);
        Assert.Equal(Enumerable.Range(0, 60), results.Select(static result => (int)result[0]));
        Assert.InRange(workers.Launched, 20, 22);
    }

    [Fact]
    public async Task A_worker_with_too_much_memory_is_replaced_after_its_job()
    {
        var time = new ManualTime();
        var workers = new MemoryWorkers();
        await using var executor = workers.Create(MemoryWorkers.Options() with { TimeProvider = time, MaxWorkerBytes = 1000 });
        var exited = WhenExited(executor);
        await executor.RunAsync<Held, byte[], byte[]>([1]).WaitAsync(Guard);
        workers.Links[0].WorkingSet = 1001;
        await executor.RunAsync<Held, byte[], byte[]>([2]).WaitAsync(Guard);
        Assert.Equal(1, workers.Launched);
        time.Advance(TimeSpan.FromSeconds(0.25));
        await executor.RunAsync<Held, byte[], byte[]>([3]).WaitAsync(Guard);
        Assert.Equal(WorkerExitReason.Recycled, (await exited.WaitAsync(Guard)).Reason);
        Assert.Equal([4], await executor.RunAsync<Held, byte[], byte[]>([4]).WaitAsync(Guard));
        Assert.Equal(2, workers.Launched);
    }

    [Fact]
    public async Task Disposal_lets_finish_what_was_handed_in()
    {
        var executor = new MemoryWorkers().Create(MemoryWorkers.Options() with { TimeProvider = new ManualTime() });
        var hold = Start(executor, out var task);
        await hold.Began.Task.WaitAsync(Guard);
        var queued = executor.RunAsync<Held, byte[], byte[]>([7]);
        var end = executor.DisposeAsync().AsTask();
        Assert.Throws<ObjectDisposedException>(() => { _ = executor.RunAsync<Held, byte[], byte[]>([8]); });
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await executor.StartAsync());
        Assert.False(end.IsCompleted);
        hold.Goes.SetResult([1]);
        await end.WaitAsync(Guard);
        await executor.DisposeAsync();
        Assert.Equal([1], await task);
        Assert.Equal([7], await queued);
    }

    [Fact]
    public async Task Disposal_ends_what_takes_longer_than_the_time_to_drain()
    {
        var time = new ManualTime();
        var workers = new MemoryWorkers();
        var executor = workers.Create(MemoryWorkers.Options(2) with { TimeProvider = time, DrainTimeout = TimeSpan.FromSeconds(30), CancelGrace = TimeSpan.FromSeconds(5) });
        var heeds = Start(executor, out var heeding);
        var ignores = Start(executor, out var ignoring, heedsCancellation: false);
        var context = await ignores.Began.Task.WaitAsync(Guard);
        await heeds.Began.Task.WaitAsync(Guard);
        var queued = executor.RunAsync<Held, byte[], byte[]>([7]);
        var end = executor.DisposeAsync().AsTask();
        await time.WhenTimerIsSetAsync(TimeSpan.FromSeconds(30)).WaitAsync(Guard);
        time.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<ExecutorStoppedException>(() => queued.WaitAsync(Guard));
        await Assert.ThrowsAsync<ExecutorStoppedException>(() => heeding.WaitAsync(Guard));
        await WhenCanceled(context.CancellationToken);
        Assert.False(ignoring.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<ExecutorStoppedException>(() => ignoring.WaitAsync(Guard));
        await end.WaitAsync(Guard);
        Assert.All(workers.Links, static link => Assert.True(link.IsReaped));
        ignores.Goes.SetResult([]);
    }

    [Fact]
    public async Task Killing_ends_all_at_once()
    {
        var workers = new MemoryWorkers();
        var executor = workers.Create(MemoryWorkers.Options());
        using var cancellation = new CancellationTokenSource();
        var hold = Start(executor, out var running, heedsCancellation: false);
        await hold.Began.Task.WaitAsync(Guard);
        var queued = executor.RunAsync<Held, byte[], byte[]>([7]);
        await executor.KillAsync().WaitAsync(Guard);
        await Assert.ThrowsAsync<ExecutorStoppedException>(() => running);
        await Assert.ThrowsAsync<ExecutorStoppedException>(() => queued);
        Assert.Throws<ObjectDisposedException>(() => { _ = executor.RunAsync<Held, byte[], byte[]>([8]); });
        Assert.True(workers.Links[0].IsKilled);
        await executor.DisposeAsync();
        hold.Goes.SetResult([]);
    }

    [Fact]
    public async Task Killing_cuts_a_disposal_short()
    {
        var executor = new MemoryWorkers().Create(MemoryWorkers.Options() with { DrainTimeout = Timeout.InfiniteTimeSpan });
        var hold = Start(executor, out var running, heedsCancellation: false);
        await hold.Began.Task.WaitAsync(Guard);
        var end = executor.DisposeAsync().AsTask();
        await executor.KillAsync().WaitAsync(Guard);
        await end.WaitAsync(Guard);
        await Assert.ThrowsAsync<ExecutorStoppedException>(() => running);
        hold.Goes.SetResult([]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_ends_the_executor_ends_its_streams_and_is_thrown_as_itself(bool ordered)
    {
        var executor = new MemoryWorkers().Create(MemoryWorkers.Options(4));
        var holds = Enumerable.Range(0, 4).Select(_ => (Hold: MemoryJobs.Hold(out var input), Input: input)).ToArray();
        var inputs = holds.Select(static hold => hold.Input);
        var stream = (ordered ? executor.MapAsync<Held, byte[], byte[]>(inputs) : executor.MapUnorderedAsync<Held, byte[], byte[]>(inputs)).GetAsyncEnumerator();
        var next = stream.MoveNextAsync();
        await Task.WhenAll(holds.Select(static hold => hold.Hold.Began.Task)).WaitAsync(Guard);
        await executor.KillAsync().WaitAsync(Guard);
        Assert.True(await Record.ExceptionAsync(async () => await next) is ExecutorStoppedException or ObjectDisposedException);
        await stream.DisposeAsync();
        var late = executor.MapAsync<Held, byte[], byte[]>([[1], [2], [3]]).GetAsyncEnumerator();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await late.MoveNextAsync());
    }

    [Fact]
    public async Task Workers_that_do_not_start_are_tried_again_later_and_later_and_then_never()
    {
        var time = new ManualTime();
        var workers = new MemoryWorkers { OnLaunch = static (_, _) => throw new LaunchException("No.", WorkerExit.Unknown, isFinal: false) };
        await using var executor = workers.Create(MemoryWorkers.Options() with { TimeProvider = time, MaxStartFailures = 3 });
        var job = executor.RunAsync<Held, byte[], byte[]>([1]);
        for (var i = 0; i < 2; i++)
        {
            await time.WhenTimerIsSetAsync(TimeSpan.FromMilliseconds(50 << i)).WaitAsync(Guard);
            Assert.False(job.IsCompleted);
            time.Advance(TimeSpan.FromMilliseconds(50 << i));
        }

        var thrown = await Assert.ThrowsAsync<WorkerStartException>(() => job.WaitAsync(Guard));
        Assert.Contains("No.", thrown.Message);
        await Assert.ThrowsAsync<WorkerStartException>(() => executor.RunAsync<Held, byte[], byte[]>([1]).WaitAsync(Guard));
        await Assert.ThrowsAsync<WorkerStartException>(() => executor.StartAsync().WaitAsync(Guard));
    }

    [Fact]
    public async Task A_worker_that_starts_makes_up_for_those_that_did_not()
    {
        var time = new ManualTime();
        var workers = new MemoryWorkers
        {
            OnLaunch = static (id, _) =>
            {
                if (id % 2 == 1)
                {
                    throw new LaunchException("No.", WorkerExit.Unknown, isFinal: false);
                }
            },
        };
        await using var executor = workers.Create(MemoryWorkers.Options() with { TimeProvider = time, MaxStartFailures = 2, MaxJobsPerWorker = 1 });
        for (byte i = 0; i < 5; i++)
        {
            var job = executor.RunAsync<Held, byte[], byte[]>([i]);
            // The worker before has left a timer, for the case that it does not end.
            await time.WhenTimerIsSetAsync(TimeSpan.FromMilliseconds(50)).WaitAsync(Guard);
            time.Advance(TimeSpan.FromMilliseconds(50));
            Assert.Equal([i], await job.WaitAsync(Guard));
        }
    }

    [Fact]
    public async Task All_workers_can_be_started_before_the_first_job()
    {
        var workers = new MemoryWorkers();
        await using var executor = workers.Create(MemoryWorkers.Options(4));
        await executor.StartAsync().WaitAsync(Guard);
        Assert.Equal(4, workers.Launched);
        await executor.StartAsync().WaitAsync(Guard);
        Assert.Equal(4, workers.Launched);
    }

    [Fact]
    public async Task Progress_comes_in_order_before_the_end_and_the_last_always()
    {
        await using var executor = new MemoryWorkers().Create(MemoryWorkers.Options());
        for (var round = 0; round < 50; round++)
        {
            var progress = new Heard();
            var hold = Start(executor, out var task, progress: progress);
            var context = await hold.Began.Task.WaitAsync(Guard);
            for (var i = 1; i <= 1000; i++)
            {
                context.Report(i, 1000, i % 2 == 0 ? null : "ä");
            }

            hold.Goes.SetResult([]);
            await task.WaitAsync(Guard);
            var heard = progress.All;
            Assert.Equal(heard.Order(), heard);
            Assert.Equal(heard.Distinct(), heard);
            Assert.Equal(1000, heard[^1]);
            context.Report(1001);
        }
    }

    [Fact]
    public async Task A_sink_of_progress_that_throws_harms_nobody()
    {
        await using var executor = new MemoryWorkers().Create(MemoryWorkers.Options());
        var hold = Start(executor, out var task, progress: new Throwing());
        (await hold.Began.Task.WaitAsync(Guard)).Report(1);
        hold.Goes.SetResult([1]);
        Assert.Equal([1], await task.WaitAsync(Guard));
        Assert.Equal([2], await executor.RunAsync<Held, byte[], byte[]>([2]).WaitAsync(Guard));
    }

    [Fact]
    public async Task Larger_inputs_and_results_than_a_pipe_holds_come_through_and_too_large_ones_are_refused()
    {
        await using var executor = new MemoryWorkers().Create(MemoryWorkers.Options() with { MaxFrameBytes = 1 << 20 });
        var large = new byte[900_000];
        Random.Shared.NextBytes(large);
        Assert.Equal(large, await executor.RunAsync<Held, byte[], byte[]>(large).WaitAsync(Guard));
        Assert.Throws<ArgumentException>(() => { _ = executor.RunAsync<Held, byte[], byte[]>(new byte[1 << 20]); });
        var hold = Start(executor, out var task);
        await hold.Began.Task.WaitAsync(Guard);
        hold.Goes.SetResult(new byte[1 << 20]);
        var thrown = await Assert.ThrowsAsync<RemoteJobException>(() => task.WaitAsync(Guard));
        Assert.Contains(nameof(ProcessExecutorOptions.MaxFrameBytes), thrown.RemoteMessage);
        Assert.Equal([2], await executor.RunAsync<Held, byte[], byte[]>([2]).WaitAsync(Guard));
    }

    [Fact]
    public async Task Bytes_go_through_unchanged_by_the_name_of_the_job()
    {
        await using var executor = new MemoryWorkers().Create(MemoryWorkers.Options());
        Assert.Equal([1, 2], (await executor.InvokeAsync("held", new byte[] { 1, 2 })).ToArray());
        Assert.Equal([1, 2], await executor.DispatchAsync<Held, byte[], byte[]>([1, 2]).WaitAsync(Guard));
        var thrown = await Assert.ThrowsAsync<ArgumentException>(async () => await executor.InvokeAsync("other", default));
        Assert.Contains("'crashes', 'held'", thrown.Message);
    }

    private static Hold Start(
        ProcessExecutor executor, out Task<byte[]> task, JobOptions options = default, IProgress<JobProgress>? progress = null, bool heedsCancellation = true, CancellationToken cancellationToken = default)
    {
        var hold = MemoryJobs.Hold(out var input);
        hold.HeedsCancellation = heedsCancellation;
        task = executor.RunAsync<Held, byte[], byte[]>(input, options, progress, cancellationToken);
        return hold;
    }

    private static Task<WorkerExitedEventArgs> WhenExited(ProcessExecutor executor)
    {
        var exited = new TaskCompletionSource<WorkerExitedEventArgs>(TaskCreationOptions.RunContinuationsAsynchronously);
        executor.WorkerExited += (_, args) => exited.TrySetResult(args);
        return exited.Task;
    }

    private static async Task WhenCanceled(CancellationToken token)
    {
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = token.Register(() => canceled.TrySetResult());
        await canceled.Task.WaitAsync(Guard);
    }

    private sealed class Heard : IProgress<JobProgress>
    {
        private readonly List<long> all = [];

        public long[] All
        {
            get
            {
                lock (all)
                {
                    return [.. all];
                }
            }
        }

        public void Report(JobProgress value)
        {
            lock (all)
            {
                Assert.Equal(value.Done % 2 == 0 ? null : "ä", value.Note);
                all.Add(value.Done);
            }
        }
    }

    private sealed class Throwing : IProgress<JobProgress>
    {
        public void Report(JobProgress value) => throw new InvalidDataException();
    }
}
