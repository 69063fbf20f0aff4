using System.Diagnostics;

namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>What whoever listens is told (executors.md 4.6), and what it costs if nobody does.</summary>
[Collection(nameof(Telemetry))]
public sealed class ExecutorTelemetryTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Waiting_and_running_are_measured_by_the_clock_of_the_executor()
    {
        var time = new ManualTime();
        using var heard = new Telemetry("measured");
        await using var executor = Create("measured", time);
        using var gate = new ManualResetEventSlim();
        using var runs = new ManualResetEventSlim();
        var first = executor.RunAsync(_ =>
        {
            runs.Set();
            gate.Wait();
        });
        Assert.True(runs.Wait(Guard));
        var second = executor.RunAsync(static _ => { });
        var loop = executor.ForAsync(0, 2, static _ => { });
        Assert.Equal(2, heard.Now("executor.queue.length"));
        Assert.Equal(1, heard.Now("executor.running"));
        Assert.Equal(1, heard.Now("executor.workers"));
        time.Advance(TimeSpan.FromSeconds(3));
        gate.Set();
        await Task.WhenAll(first, second, loop).WaitAsync(Guard);
        Assert.Equal([0, 3, 3], heard.Of("executor.queue.wait").Select(static one => one.Value));
        Assert.Equal([3, 0, 0], heard.Of("executor.job.duration").Select(static one => one.Value));
        Assert.Equal(["done", "done", "done"], heard.Of("executor.jobs").Select(static one => one.Tag));
        Assert.Equal(0, heard.Now("executor.queue.length"));
    }

    [Fact]
    public async Task Every_end_has_its_outcome()
    {
        using var heard = new Telemetry("outcomes");
        var executor = Create("outcomes", new ManualTime(), capacity: 5, drain: TimeSpan.Zero);
        using var runs = new ManualResetEventSlim();
        using var before = new CancellationTokenSource();
        using var during = new CancellationTokenSource();
        var failed = executor.RunAsync((Action<CancellationToken>)(static _ => throw new InvalidDataException()));
        await Record.ExceptionAsync(() => failed);
        var heeding = executor.RunAsync(token =>
        {
            during.Cancel();
            token.ThrowIfCancellationRequested();
        }, during.Token);
        await Record.ExceptionAsync(() => heeding);
        var failedLoop = executor.ForAsync(0, 1, (Action<int>)(static _ => throw new InvalidDataException()));
        await Record.ExceptionAsync(() => failedLoop);
        var holds = executor.RunAsync(token =>
        {
            runs.Set();
            token.WaitHandle.WaitOne(Guard);
            token.ThrowIfCancellationRequested();
        });
        Assert.True(runs.Wait(Guard));
        var removed = executor.RunAsync(static _ => { }, before.Token);
        var removedLoop = executor.ForAsync(0, 1, static _ => { }, before.Token);
        before.Cancel();
        Task[] given = [.. Enumerable.Range(0, 5).Select(_ => executor.RunAsync(static _ => { }))];
        Assert.IsType<ExecutorRejectedException>((await Record.ExceptionAsync(() => executor.RunAsync(static _ => { }))));
        var disposal = executor.DisposeAsync().AsTask();
        await Record.ExceptionAsync(() => Task.WhenAll(given));
        await disposal.WaitAsync(Guard);
        Assert.Equal(["failed", "canceled", "failed", "canceled", "canceled", "stopped", "stopped", "stopped", "stopped", "stopped", "stopped"], heard.Of("executor.jobs").Select(static one => one.Tag));
        Assert.Single(heard.Of("executor.rejected"));

        // Of those that ran.
        Assert.Equal(4, heard.Of("executor.job.duration").Length);

        // What is disposed is not there any more.
        Assert.Null(heard.Now("executor.queue.length"));
        Assert.Null(heard.Now("executor.workers"));
        Assert.True(removed.IsCanceled && removedLoop.IsCanceled && holds.IsFaulted);
    }

    [Fact]
    public async Task An_activity_covers_the_work_below_that_of_its_caller()
    {
        using var heard = new Telemetry("spans");
        await using var executor = Create("spans", TimeProvider.System);
        using var caller = new Activity("caller").Start();
        var inside = await executor.RunAsync(static _ => Activity.Current?.OperationName);
        await Record.ExceptionAsync(() => executor.RunAsync((Action<CancellationToken>)(static _ => throw new InvalidDataException())));
        Assert.Equal("executor.job", inside);
        Assert.Same(caller, Activity.Current);
        Assert.Equal(["done", "failed"], heard.Activities.Select(static activity => activity.GetTagItem("outcome")));
        Assert.All(heard.Activities, activity =>
        {
            Assert.Equal(caller.SpanId, activity.ParentSpanId);
            Assert.Equal("spans", activity.GetTagItem("executor.name"));
        });
        Assert.Equal(ActivityStatusCode.Error, heard.Activities[1].Status);
    }

    [Fact]
    public async Task A_view_counts_for_itself_and_its_threads_for_the_executor()
    {
        using var heard = new Telemetry("view");
        using var all = new Telemetry("elastic");
        await using var executor = new BlockingExecutor(new BlockingExecutorOptions { Name = "elastic", MaxThreads = Degree.Of(2) });
        var view = executor.Limit(1, "view");
        await view.RunAsync(static _ => { }).WaitAsync(Guard);
        Assert.Equal("done", Assert.Single(heard.Of("executor.jobs")).Tag);
        Assert.Empty(all.Of("executor.jobs"));
        Assert.Equal(1, all.Now("executor.workers"));
        Assert.Null(heard.Now("executor.workers"));
        Assert.Equal(0, heard.Now("executor.queue.length"));
    }

    [Fact]
    public async Task A_queue_with_a_name_tells_what_became_of_its_items()
    {
        using var heard = new Telemetry("orders");
        var queue = new WorkQueue<int>(static (_, _) => { }) { Name = "orders" };
        foreach (var end in new Action<WorkLease<int>>[] { static lease => lease.Done(), static lease => lease.Requeue(), static lease => lease.Fail(new InvalidDataException()) })
        {
            await queue.EnqueueAsync(1);
            Assert.True(queue.TryTake(out var lease));
            end(lease);
        }

        await queue.EnqueueAsync(2);
        Assert.Equal(2, heard.Now("workqueue.unfinished"));
        queue.Abandon(new InvalidDataException());
        Assert.Equal(["done", "requeued", "failed", "failed", "failed"], heard.Of("workqueue.items").Select(static one => one.Tag));
        GC.KeepAlive(queue);
    }

    [Fact]
    public async Task A_gate_with_a_name_tells_how_long_callers_wait_and_stay()
    {
        var time = new ManualTime();
        using var heard = new Telemetry("service");
        var gate = new AsyncGate(Degree.One, new AsyncGateOptions { Name = "service", TimeProvider = time });
        var lease = await gate.EnterAsync();
        var second = gate.EnterAsync().AsTask();
        var third = gate.RunAsync(_ => new ValueTask<int>(42)).AsTask();
        Assert.Equal(2, heard.Now("gate.queue.length"));
        Assert.Equal(1, heard.Now("gate.running"));
        time.Advance(TimeSpan.FromSeconds(3));
        lease.Dispose();
        lease.Dispose();
        var next = await second.WaitAsync(Guard);
        time.Advance(TimeSpan.FromSeconds(2));
        next.Dispose();
        Assert.Equal(42, await third.WaitAsync(Guard));
        Assert.True(gate.TryEnter(out var last));
        Assert.False(gate.TryEnter(out _));
        time.Advance(TimeSpan.FromSeconds(1));
        last.Dispose();
        Assert.Equal([0, 3, 5, 0], heard.Of("gate.queue.wait").Select(static one => one.Value));
        Assert.Equal([3, 2, 0, 1], heard.Of("gate.call.duration").Select(static one => one.Value));
        Assert.Equal(["done", "done", "done", "done"], heard.Of("gate.calls").Select(static one => one.Tag));
        Assert.Equal(0, heard.Now("gate.queue.length"));
        Assert.Equal(0, heard.Now("gate.running"));
        await gate.DisposeAsync().AsTask().WaitAsync(Guard);
        Assert.Null(heard.Now("gate.running"));
    }

    [Fact]
    public async Task Every_end_of_a_call_through_a_gate_has_its_outcome()
    {
        using var heard = new Telemetry("ends");
        var gate = new AsyncGate(Degree.One, new AsyncGateOptions { Name = "ends", QueueCapacity = 1, DrainTimeout = TimeSpan.Zero, TimeProvider = new ManualTime() });
        using var before = new CancellationTokenSource();
        using var during = new CancellationTokenSource();
        await Record.ExceptionAsync(() => gate.RunAsync(static ValueTask (_) => throw new InvalidDataException()).AsTask());
        var heeding = gate.RunAsync(token =>
        {
            during.Cancel();
            token.ThrowIfCancellationRequested();
            return ValueTask.CompletedTask;
        }, during.Token).AsTask();
        await Record.ExceptionAsync(() => heeding);
        var lease = await gate.EnterAsync();
        var left = gate.EnterAsync(before.Token).AsTask();
        Assert.IsType<ExecutorRejectedException>(await Record.ExceptionAsync(() => gate.EnterAsync().AsTask()));
        before.Cancel();
        await Record.ExceptionAsync(() => left);
        var dismissed = gate.RunAsync(static _ => ValueTask.CompletedTask).AsTask();
        var disposal = gate.DisposeAsync().AsTask();
        Assert.IsType<ExecutorStoppedException>(await Record.ExceptionAsync(() => dismissed.WaitAsync(Guard)));
        lease.Dispose();
        await disposal.WaitAsync(Guard);
        Assert.Equal(["failed", "canceled", "canceled", "stopped", "done"], heard.Of("gate.calls").Select(static one => one.Tag));
        Assert.Single(heard.Of("gate.rejected"));

        // Of those that were inside, at a clock that stands still.
        Assert.Equal([0, 0, 0], heard.Of("gate.call.duration").Select(static one => one.Value));
    }

    [Fact]
    public async Task A_gate_without_a_name_is_not_measured()
    {
        using var heard = new Telemetry("gate");
        var gate = new AsyncGate(Degree.One);
        using (await gate.EnterAsync())
        {
            Assert.Null(heard.Now("gate.running"));
        }

        Assert.Empty(heard.Of("gate.calls"));
    }

    [Fact]
    public void A_probe_tells_the_delay_of_each_item()
    {
        using var heard = new Telemetry("probe");
        var time = new ManualTime();
        var pool = new Queue<Action>();
        using var probe = new PoolProbe(new PoolProbeOptions(), time, pool.Enqueue);
        time.Advance(TimeSpan.FromMilliseconds(500));
        probe.Step();
        time.Advance(TimeSpan.FromMilliseconds(30));
        pool.Dequeue()();
        Assert.Equal(0.03, Assert.Single(heard.Of("pool.scheduling.delay")).Value);
    }

    [Fact]
    public async Task Nobody_listens_and_no_clock_is_read()
    {
        var time = new CountingTime();
        await using var executor = Create("silent", time);
        await executor.RunAsync(static _ => { });
        var before = time.Reads;
        await using var gate = new AsyncGate(Degree.One, new AsyncGateOptions { Name = "silent", TimeProvider = time });
        using (await gate.EnterAsync())
        {
        }

        await gate.RunAsync(static _ => ValueTask.CompletedTask);

        // One waits for the other, so that no thread gets idle in between, which reads the clock.
        await executor.RunAsync(_ =>
        {
            for (var i = 0; i < 100; i++)
            {
                executor.RunAsync(static _ => { }).Wait();
            }
        }).WaitAsync(Guard);
        Assert.InRange(time.Reads - before, 0, 2);
    }

    [Fact]
    public async Task Nobody_listens_and_nothing_is_allocated_for_it()
    {
        await using var executor = Create("silent", TimeProvider.System);
        var queue = new WorkQueue<int> { Name = "silent" };
        await using var gate = new AsyncGate(Degree.One, new AsyncGateOptions { Name = "silent" });

        // All on one thread, by which it can be counted: work that waits for work runs it. And without a context, which every task, of the BCL too, pays for.
        Task<(long, long, long)> counted;
        using (ExecutionContext.SuppressFlow())
        {
            counted = executor.RunAsync(_ => Count());
        }

        var (job, item, lease) = await counted.WaitAsync(Guard);
        Assert.InRange(job, 1, 200);
        Assert.InRange(item, 1, 48);
        Assert.InRange(lease, 1, 24);

        (long, long, long) Count()
        {
            (long Job, long Item, long Lease) bytes = default;

            // Again, as what is compiled and what grows once is not the price of each.
            for (var round = 0; round < 3; round++)
            {
                bytes = (Each(() => executor.RunAsync(static _ => { }).Wait()), Each(() =>
                {
                    queue.TryEnqueue(1);
                    queue.TryTake(out var lease);
                    lease!.Done();
                }), Each(() =>
                {
                    gate.TryEnter(out var place);
                    place!.Dispose();
                }));
            }

            return bytes;
        }

        static long Each(Action action)
        {
            const int Times = 1_000;
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Times; i++)
            {
                action();
            }

            return (GC.GetAllocatedBytesForCurrentThread() - before) / Times;
        }
    }

    private static CpuExecutor Create(string name, TimeProvider time, int capacity = int.MaxValue, TimeSpan? drain = null) => new(new CpuExecutorOptions
    {
        Name = name,
        Degree = Degree.One,
        TimeProvider = time,
        QueueCapacity = capacity,
        WhenFull = QueueFull.Reject,
        DrainTimeout = drain ?? Timeout.InfiniteTimeSpan,
    });

    private sealed class CountingTime : TimeProvider
    {
        private int reads;

        public int Reads => Volatile.Read(ref reads);

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref reads);
            return base.GetTimestamp();
        }
    }
}
