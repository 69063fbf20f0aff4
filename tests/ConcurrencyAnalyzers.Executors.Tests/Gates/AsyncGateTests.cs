using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Executors.Tests;

public sealed class AsyncGateTests
{
    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Semantics_1_as_many_are_inside_as_may_and_no_more()
    {
        var gate = new AsyncGate(Degree.Of(2));
        using var first = await gate.EnterAsync();
        using var second = await gate.EnterAsync();
        Assert.False(gate.TryEnter(out _));
        var third = gate.EnterAsync().AsTask();
        Assert.False(third.IsCompleted);
        Assert.Equal((2, 2, 1), (gate.Limit, gate.Running, gate.Waiting));

        first.Dispose();
        (await third).Dispose();
        Assert.Equal((1, 0), (gate.Running, gate.Waiting));
        Assert.True(gate.TryEnter(out var lease));
        lease.Dispose();
    }

    [Fact]
    public async Task Semantics_1_the_capacity_of_the_line_is_exact()
    {
        var gate = new AsyncGate(Degree.One, new AsyncGateOptions { Name = "database", QueueCapacity = 1 });
        using var inside = await gate.EnterAsync();
        var waits = gate.EnterAsync().AsTask();
        var refused = await Assert.ThrowsAsync<ExecutorRejectedException>(() => gate.EnterAsync().AsTask());
        Assert.Equal("database", refused.Executor);
        await Assert.ThrowsAsync<ExecutorRejectedException>(() => gate.RunAsync(static _ => throw new InvalidDataException("It was rejected.")).AsTask());
        Assert.False(waits.IsCompleted);

        inside.Dispose();
        (await waits).Dispose();
    }

    [Fact]
    public async Task Semantics_2_who_waits_is_served_in_turn_and_before_who_comes_later()
    {
        var gate = new AsyncGate(Degree.One);
        var inside = await gate.EnterAsync();
        List<int> order = [];
        var all = Enumerable.Range(0, 20).Select(caller => gate.RunAsync(_ =>
        {
            // The place went from hand to hand: at no time was it there for who only looks.
            Assert.False(gate.TryEnter(out var _));
            order.Add(caller);
            return ValueTask.CompletedTask;
        }).AsTask()).ToArray();
        inside.Dispose();
        await Task.WhenAll(all);
        Assert.Equal(Enumerable.Range(0, 20), order);
    }

    [Fact]
    public async Task Semantics_3_a_fault_comes_out_and_the_place_is_given_back()
    {
        var gate = new AsyncGate(Degree.One);
        await Assert.ThrowsAsync<InvalidDataException>(() => gate.RunAsync(static _ => throw new InvalidDataException()).AsTask());
        await Assert.ThrowsAsync<FormatException>(() => gate.RunAsync<int>(static async _ =>
        {
            await Task.Yield();
            throw new FormatException();
        }).AsTask());
        Assert.Equal(0, gate.Running);
        Assert.Equal(7, await gate.RunAsync(static _ => ValueTask.FromResult(7)));
    }

    [Fact]
    public async Task Semantics_4_what_is_canceled_before_its_turn_leaves_the_line_and_never_runs()
    {
        var gate = new AsyncGate(Degree.One);
        using var cancellation = new CancellationTokenSource();
        var inside = await gate.EnterAsync();
        var ran = false;
        var enters = gate.EnterAsync(cancellation.Token).AsTask();
        var runs = gate.RunAsync(_ =>
        {
            ran = true;
            return ValueTask.CompletedTask;
        }, cancellation.Token).AsTask();
        var last = gate.EnterAsync().AsTask();
        Assert.Equal(3, gate.Waiting);

        await cancellation.CancelAsync();
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => enters)).CancellationToken);
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runs)).CancellationToken);
        Assert.True(enters.IsCanceled && runs.IsCanceled);
        Assert.Equal(1, gate.Waiting);
        inside.Dispose();
        (await last).Dispose();
        Assert.False(ran);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gate.EnterAsync(cancellation.Token).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gate.RunAsync(static _ => ValueTask.FromResult(1), cancellation.Token).AsTask());
        Assert.Equal(0, gate.Running);
    }

    [Fact]
    public async Task Semantics_4_running_work_sees_the_cancellation_and_ends_with_the_token_of_the_caller()
    {
        var gate = new AsyncGate(Degree.One);
        using var cancellation = new CancellationTokenSource();
        var started = Signal();
        var runs = gate.RunAsync(async token =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }, cancellation.Token).AsTask();
        await started.Task;
        await cancellation.CancelAsync();
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runs)).CancellationToken);
        Assert.Equal(0, gate.Running);
    }

    [Fact]
    public async Task Semantics_6_disposal_waits_for_who_is_inside_and_for_who_waits_and_accepts_nobody()
    {
        var gate = new AsyncGate(Degree.One);
        var inside = await gate.EnterAsync();
        var waits = gate.EnterAsync().AsTask();
        var disposal = gate.DisposeAsync().AsTask();
        var again = gate.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => gate.EnterAsync().AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => gate.RunAsync(static _ => ValueTask.CompletedTask).AsTask());
        Assert.Throws<ObjectDisposedException>(() => gate.TryEnter(out _));

        inside.Dispose();
        var last = await waits;
        Assert.False(disposal.IsCompleted);
        Assert.False(again.IsCompleted);
        last.Dispose();
        await disposal;
        await again;
        await gate.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => gate.EnterAsync().AsTask());
    }

    [Fact]
    public async Task Semantics_6_after_the_time_to_drain_those_who_wait_are_ended_and_running_work_is_canceled()
    {
        var time = new ManualTime();
        var gate = new AsyncGate(Degree.Of(2), new AsyncGateOptions { Name = "mail", DrainTimeout = TimeSpan.FromSeconds(5), TimeProvider = time });
        var lease = await gate.EnterAsync();
        var started = Signal();
        var runs = gate.RunAsync(async token =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }, new CancellationTokenSource().Token).AsTask();
        await started.Task;
        var waits = gate.EnterAsync().AsTask();
        var ran = false;
        var waitsToRun = gate.RunAsync(_ =>
        {
            ran = true;
            return ValueTask.CompletedTask;
        }).AsTask();

        var disposal = gate.DisposeAsync().AsTask();
        await time.WhenTimerIsSetAsync();
        Assert.False(waits.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("mail", (await Assert.ThrowsAsync<ExecutorStoppedException>(() => waits)).Executor);
        await Assert.ThrowsAsync<ExecutorStoppedException>(() => waitsToRun);
        await Assert.ThrowsAsync<ExecutorStoppedException>(() => runs);
        Assert.False(ran);
        Assert.False(disposal.IsCompleted);
        lease.Dispose();
        await disposal;
    }

    [Fact]
    public async Task Semantics_8_who_gives_a_place_back_does_not_run_the_code_of_who_gets_it_which_sees_its_own_context()
    {
        var gate = new AsyncGate(Degree.One);
        var local = new AsyncLocal<string> { Value = "waits" };
        var inside = await gate.EnterAsync();
        var giver = 0;
        var runs = gate.RunAsync(_ => ValueTask.FromResult((local.Value, Thread.CurrentThread.IsThreadPoolThread, IsGiver: Environment.CurrentManagedThreadId == Volatile.Read(ref giver)))).AsTask();
        local.Value = "gives back";
        var thread = new Thread(() =>
        {
            giver = Environment.CurrentManagedThreadId;
            inside.Dispose();
        });
        thread.Start();
        Assert.Equal(("waits", true, false), await runs);
        thread.Join();
    }

    [Fact]
    public async Task A_place_that_is_given_back_twice_is_given_back_once()
    {
        var gate = new AsyncGate(Degree.Of(2));
        var first = await gate.EnterAsync();
        using var second = await gate.EnterAsync();
        Parallel.For(0, 100, _ => first.Dispose());
        Assert.Equal(1, gate.Running);
        Assert.True(gate.TryEnter(out _));
        Assert.False(gate.TryEnter(out _));
    }

    [Fact]
    public void What_makes_no_sense_is_refused_at_once()
    {
        Assert.Throws<ArgumentException>("Name", static () => new AsyncGate(Degree.One, new AsyncGateOptions { Name = "" }));
        Assert.Throws<ArgumentOutOfRangeException>("QueueCapacity", static () => new AsyncGate(Degree.One, new AsyncGateOptions { QueueCapacity = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>("DrainTimeout", static () => new AsyncGate(Degree.One, new AsyncGateOptions { DrainTimeout = TimeSpan.FromSeconds(-2) }));
        Assert.Throws<ArgumentNullException>("TimeProvider", static () => new AsyncGate(Degree.One, new AsyncGateOptions { TimeProvider = null! }));
        Assert.Throws<ArgumentNullException>("work", static () => new AsyncGate(Degree.One).RunAsync(null!).GetAwaiter().GetResult());
        Assert.Throws<ArgumentNullException>("work", static () => new AsyncGate(Degree.One).RunAsync<int>(null!).GetAwaiter().GetResult());
    }

    [Fact]
    public async Task Without_contention_only_the_lease_is_allocated()
    {
        var gate = new AsyncGate(Degree.One);
        Enter(gate, 1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Enter(gate, 1_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32_000);
        await gate.DisposeAsync();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Enter(AsyncGate gate, int times)
        {
            for (var i = 0; i < times; i++)
                gate.EnterAsync().GetAwaiter().GetResult().Dispose();
        }
    }

    [Fact]
    public Task Stress() => Tests.Stress.RoundsAsync(static async random =>
    {
        var limit = 1 + random.Next(4);
        var callers = 1 + random.Next(24);
        var calls = random.Next(2_000);
        var capacity = random.Next(3) == 0 ? random.Next(callers) : int.MaxValue;
        var drain = random.Next(3) switch { 0 => TimeSpan.Zero, 1 => TimeSpan.FromMilliseconds(random.Next(20)), _ => Timeout.InfiniteTimeSpan };
        var gate = new AsyncGate(Degree.Of(limit), new AsyncGateOptions { QueueCapacity = capacity, DrainTimeout = drain });
        var (inside, started, ended, refused) = (0, 0, 0, 0);
        var alone = 0L;
        var total = callers * calls;
        var disposeAt = random.Next(2) == 0 ? random.Next(total + 1) : -1;
        Task? disposal = null;
        var seeds = Enumerable.Range(0, callers).Select(_ => random.Next()).ToArray();

        async ValueTask InsideAsync(int kind)
        {
            Assert.InRange(Interlocked.Increment(ref inside), 1, limit);
            Interlocked.Increment(ref started);
            if (limit == 1)
            {
                // Not atomic: mutual exclusion makes it so.
                alone++;
            }

            try
            {
                if (kind % 3 == 0)
                    await Task.Yield();
                if (kind % 7 == 0)
                    throw new InvalidDataException();
            }
            finally
            {
                Interlocked.Decrement(ref inside);
            }
        }

        await Task.WhenAll(seeds.Select(seed => Task.Run(async () =>
        {
            var own = new Random(seed);
            for (var call = 0; call < calls; call++)
            {
                var kind = own.Next();
                using var cancellation = kind % 5 == 0 ? new CancellationTokenSource() : null;
                try
                {
                    if (kind % 2 == 0)
                    {
                        var entering = gate.EnterAsync(cancellation?.Token ?? default);
                        cancellation?.Cancel();
                        using var lease = await entering;
                        await InsideAsync(kind);
                    }
                    else
                    {
                        var running = gate.RunAsync(_ => InsideAsync(kind), cancellation?.Token ?? default);
                        cancellation?.Cancel();
                        await running;
                    }
                }
                catch (InvalidDataException)
                {
                }
                catch (Exception exception) when (exception is OperationCanceledException or ExecutorRejectedException or ObjectDisposedException)
                {
                    Assert.True(exception is not ExecutorRejectedException || capacity < callers);
                    Interlocked.Increment(ref refused);
                }

                if (Interlocked.Increment(ref ended) == disposeAt)
                    disposal = gate.DisposeAsync().AsTask();
            }
        })));
        if (disposal is not null)
            await disposal;
        await gate.DisposeAsync();
        Assert.Equal(total, ended);
        // Each has been inside once or was refused; a cancellation that came while it was inside does not show.
        Assert.Equal(total, started + refused);
        Assert.Equal(0, gate.Running);
        Assert.Equal(0, gate.Waiting);
        Assert.True(limit > 1 || alone == started);
    });
}
