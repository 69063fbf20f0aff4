namespace ConcurrencyAnalyzers.Executors.Tests;

public sealed class ConcurrentStreamTests
{
    private static async IAsyncEnumerable<int> Async(IEnumerable<int> items)
    {
        foreach (var item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }

    private static TaskCompletionSource[] Gates(int count) =>
        [.. Enumerable.Range(0, count).Select(static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> stream)
    {
        var list = new List<T>();
        await foreach (var item in stream)
            list.Add(item);
        return list;
    }

    [Fact]
    public async Task Semantics_2_results_are_in_the_order_of_the_source_whatever_completes_first()
    {
        var gates = Gates(3);
        var all = ListAsync(Enumerable.Range(0, 3).SelectConcurrent(Degree.Of(3), async (item, _) =>
        {
            await gates[item].Task;
            if (item > 0)
                gates[item - 1].SetResult();
            return item;
        }));
        gates[2].SetResult();
        Assert.Equal([0, 1, 2], await all);
    }

    [Fact]
    public async Task Semantics_2_unordered_results_come_as_they_complete()
    {
        var gates = Gates(3);
        await using var stream = Async(Enumerable.Range(0, 3)).SelectConcurrentUnordered(Degree.Of(3), async (item, _) =>
        {
            await gates[item].Task;
            return item;
        }).GetAsyncEnumerator();
        foreach (var item in new[] { 1, 2, 0 })
        {
            gates[item].SetResult();
            Assert.True(await stream.MoveNextAsync());
            Assert.Equal(item, stream.Current);
        }

        Assert.False(await stream.MoveNextAsync());
        Assert.False(await stream.MoveNextAsync());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(3, 4)]
    public async Task Semantics_1_degree_and_window_are_exact(int degree, int buffer)
    {
        var (taken, running, most, handed, mostHeld) = (0, 0, 0, 0, 0);
        IEnumerable<int> Source()
        {
            for (var item = 0; item < 500; item++)
            {
                taken++;
                mostHeld = Math.Max(mostHeld, taken - Volatile.Read(ref handed));
                yield return item;
            }
        }

        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inFlight = 0;
        await foreach (var _ in Source().SelectConcurrent(Degree.Of(degree), async (item, _) =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            // The degree is reached, not only kept: the first items wait for each other.
            if (Interlocked.Increment(ref inFlight) == degree)
                full.SetResult();
            await full.Task;
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return item;
        }, buffer))
        {
            Interlocked.Increment(ref handed);
        }

        Assert.Equal(500, handed);
        Assert.Equal(degree, most);
        // One more, because the reader has an item before it counts it here.
        Assert.InRange(mostHeld, 1, degree + buffer + 1);
    }

    [Fact]
    public async Task Semantics_1_a_reader_that_does_not_read_stops_the_source()
    {
        var taken = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        IEnumerable<int> Endless()
        {
            while (true)
            {
                if (++taken == 6)
                    enough.SetResult();
                yield return taken;
            }
        }

        await using var stream = Endless().SelectConcurrent(Degree.Of(2), static (item, _) => ValueTask.FromResult(item), buffer: 3).GetAsyncEnumerator();
        Assert.True(await stream.MoveNextAsync());
        // One handed over, and 2 + 3 held.
        await enough.Task;
        Assert.Equal(6, taken);
        await stream.DisposeAsync();
        Assert.Equal(6, taken);
    }

    [Fact]
    public async Task Semantics_3_the_first_fault_cancels_the_others_and_waits_for_them()
    {
        var finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = ListAsync(Enumerable.Range(0, 10).SelectConcurrent(Degree.Of(2), async (item, token) =>
        {
            if (item == 1)
            {
                await started.Task;
                throw new InvalidDataException();
            }

            await using var registration = token.Register(canceled.SetResult);
            started.SetResult();
            await finish.Task;
            token.ThrowIfCancellationRequested();
            return item;
        }));
        await canceled.Task;
        Assert.False(all.IsCompleted);
        finish.SetResult();
        await Assert.ThrowsAsync<InvalidDataException>(() => all);
    }

    [Fact]
    public async Task Semantics_3_several_faults_are_thrown_in_the_order_of_the_source()
    {
        var gates = Gates(3);
        var all = ListAsync(Enumerable.Range(0, 3).SelectConcurrentUnordered<int, int>(Degree.Of(3), async (item, token) =>
        {
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = token.Register(stopped.SetResult);
            gates[item].SetResult();
            await Task.WhenAll(gates.Select(static gate => gate.Task));
            if (item < 2)
                await stopped.Task;
            throw new FormatException($"{item}");
        }));
        Assert.Equal(["0", "1", "2"], (await Assert.ThrowsAsync<AggregateException>(() => all)).InnerExceptions.Select(static error => error.Message));
    }

    [Fact]
    public async Task Semantics_3_a_cancellation_that_nobody_asked_for_is_a_fault()
    {
        var own = new CancellationToken(canceled: true);
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ListAsync(new[] { 1 }.SelectConcurrent<int, int>(Degree.One, (_, _) => throw new OperationCanceledException(own))));
        Assert.Equal(own, thrown.CancellationToken);
    }

    [Fact]
    public async Task Semantics_3_a_fault_of_the_source_is_thrown()
    {
        static IEnumerable<int> Broken()
        {
            yield return 1;
            throw new InvalidDataException();
        }

        await Assert.ThrowsAsync<InvalidDataException>(() => ListAsync(Broken().SelectConcurrent(Degree.Of(2), static (item, _) => ValueTask.FromResult(item))));
        await Assert.ThrowsAsync<InvalidDataException>(() => ListAsync(Async(Broken()).SelectOutcomes(Degree.Of(2), static (item, _) => ValueTask.FromResult(item))));
    }

    [Fact]
    public async Task Semantics_3_outcomes_carry_the_errors_of_items_and_go_on()
    {
        var outcomes = await ListAsync(Async(Enumerable.Range(10, 4)).SelectOutcomes(Degree.Of(2), static (item, _) => item % 2 == 0 ? ValueTask.FromResult(-item) : throw new FormatException($"{item}")));
        Assert.Equal([10, 11, 12, 13], outcomes.Select(static outcome => outcome.Item));
        Assert.Equal([0L, 1, 2, 3], outcomes.Select(static outcome => outcome.Index));
        Assert.Equal([true, false, true, false], outcomes.Select(static outcome => outcome.Ok));
        Assert.Equal(-12, outcomes[2].Value);
        Assert.Equal("13", outcomes[3].Error!.Message);
        Assert.Same(outcomes[3].Error, Assert.Throws<InvalidOperationException>(() => outcomes[3].Value).InnerException);
        Assert.Equal(4, (await ListAsync(Enumerable.Range(0, 4).SelectOutcomesUnordered<int, int>(Degree.Of(2), static (_, _) => throw new FormatException()))).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Semantics_4_cancellation_carries_the_token_of_the_caller(bool asArgument)
    {
        using var cancellation = new CancellationTokenSource();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stream = Enumerable.Range(0, 100).SelectConcurrent(Degree.Of(1), async (item, token) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return item;
        }, cancellationToken: asArgument ? cancellation.Token : default);
        await using var reader = stream.GetAsyncEnumerator(asArgument ? default : cancellation.Token);
        var next = reader.MoveNextAsync().AsTask();
        await started.Task;
        await cancellation.CancelAsync();
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next)).CancellationToken);
    }

    [Fact]
    public async Task Semantics_4_what_is_canceled_before_it_starts_never_runs()
    {
        var ran = false;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ListAsync(new[] { 1 }.SelectConcurrent(Degree.One, (item, _) =>
        {
            ran = true;
            return ValueTask.FromResult(item);
        }, cancellationToken: new CancellationToken(canceled: true))));
        Assert.False(ran);
    }

    [Fact]
    public async Task Semantics_5_early_break_cancels_what_runs_and_waits_for_it_and_throws_nothing()
    {
        var finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stream = Enumerable.Range(0, 100).SelectConcurrent(Degree.Of(2), async (item, token) =>
        {
            if (item == 0)
                return item;
            await using var registration = token.Register(() => canceled.TrySetResult());
            started.TrySetResult();
            await finish.Task;
            throw new InvalidDataException();
        }).GetAsyncEnumerator();
        Assert.True(await stream.MoveNextAsync());
        await started.Task;
        var leaving = stream.DisposeAsync().AsTask();
        await canceled.Task;
        Assert.False(leaving.IsCompleted);
        finish.SetResult();
        await leaving;
        Assert.False(await stream.MoveNextAsync());
    }

    [Fact]
    public async Task Semantics_8_items_see_the_context_of_the_reader_and_not_each_others()
    {
        var local = new AsyncLocal<string>();
        local.Value = "reader";
        var seen = await ListAsync(Enumerable.Range(0, 50).SelectConcurrent(Degree.Of(3), (_, _) =>
        {
            var value = local.Value;
            local.Value = "item";
            return ValueTask.FromResult((value, SynchronizationContext.Current, Thread.CurrentThread.IsThreadPoolThread));
        }));
        Assert.All(seen, static item => Assert.Equal(("reader", null, true), item));
        Assert.Equal("reader", local.Value);
    }

    [Fact]
    public async Task Semantics_3_items_that_look_at_the_token_of_the_caller_are_canceled_not_faulted()
    {
        using var cancellation = new CancellationTokenSource();
        var started = Gates(2);
        var all = ListAsync(Enumerable.Range(0, 2).SelectConcurrent(Degree.Of(2), async (item, _) =>
        {
            // Registered after the stream's own callback, and so called before it.
            var canceled = new TaskCompletionSource();
            await using var registration = cancellation.Token.Register(() => canceled.SetCanceled(cancellation.Token));
            started[item].SetResult();
            await canceled.Task;
            return item;
        }, cancellationToken: cancellation.Token));
        await Task.WhenAll(started.Select(static gate => gate.Task));
        await cancellation.CancelAsync();
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all)).CancellationToken);
    }

    [Fact]
    public async Task Semantics_4_a_cancellation_while_nothing_runs_ends_the_stream()
    {
        using var cancellation = new CancellationTokenSource();
        var runs = 0;
        await using var stream = Enumerable.Range(0, 100).SelectConcurrent(Degree.One, (item, _) => ValueTask.FromResult(++runs), buffer: 0, cancellation.Token).GetAsyncEnumerator();
        Assert.True(await stream.MoveNextAsync());
        await cancellation.CancelAsync();
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream.MoveNextAsync().AsTask())).CancellationToken);
        Assert.InRange(runs, 1, 2);
        Assert.False(await stream.MoveNextAsync());
    }

    [Fact]
    public async Task Who_asks_while_a_result_is_on_its_way_is_refused_and_the_first_gets_it()
    {
        var gates = Gates(1);
        await using var stream = new[] { 7 }.SelectConcurrent(Degree.One, async (item, _) =>
        {
            await gates[0].Task;
            return item;
        }).GetAsyncEnumerator();
        var next = stream.MoveNextAsync().AsTask();
        Assert.Throws<InvalidOperationException>(() => _ = stream.MoveNextAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => stream.DisposeAsync().AsTask());
        gates[0].SetResult();
        Assert.True(await next);
        Assert.Equal(7, stream.Current);
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("fault")]
    [InlineData("leave")]
    public async Task The_source_is_disposed_once_nothing_uses_it_any_more(string end)
    {
        var running = 0;
        var source = new TrackedSource(() => Volatile.Read(ref running));
        var read = ListAsync(Leave(source.SelectConcurrent(Degree.Of(3), async (item, _) =>
        {
            Interlocked.Increment(ref running);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return end == "fault" && item == 10 ? throw new InvalidDataException() : item;
        }), after: end == "leave" ? 5 : int.MaxValue));
        if (end == "fault")
            await Assert.ThrowsAsync<InvalidDataException>(() => read);
        else
            Assert.Equal(end == "leave" ? 5 : 20, (await read).Count);
        Assert.Equal(0, Assert.Single(source.RunningWhenDisposed));

        static async IAsyncEnumerable<int> Leave(IAsyncEnumerable<int> stream, int after)
        {
            await foreach (var item in stream)
            {
                yield return item;
                if (--after == 0)
                    yield break;
            }
        }
    }

    [Fact]
    public async Task A_source_that_cannot_be_opened_or_closed_says_so()
    {
        static IEnumerable<int> Unclosable()
        {
            try
            {
                yield return 1;
            }
            finally
            {
                throw new FormatException();
            }
        }

        await Assert.ThrowsAsync<NullReferenceException>(() => ListAsync(new Unopenable().SelectConcurrent(Degree.One, static (item, _) => ValueTask.FromResult(item))));
        await Assert.ThrowsAsync<FormatException>(() => ListAsync(Unclosable().SelectConcurrent(Degree.One, static (item, _) => ValueTask.FromResult(item))));
    }

    [Fact]
    public async Task A_stream_that_is_left_before_it_begins_does_not_open_its_source()
    {
        var stream = new Unopenable().SelectConcurrent(Degree.One, static (item, _) => ValueTask.FromResult(item)).GetAsyncEnumerator();
        await stream.DisposeAsync();
        await stream.DisposeAsync();
        Assert.False(await stream.MoveNextAsync());
    }

    [Fact]
    public async Task Semantics_8_the_source_does_not_see_what_items_leave_in_the_context()
    {
        var local = new AsyncLocal<string?>();
        local.Value = "reader";
        IEnumerable<string?> Source()
        {
            for (var item = 0; item < 50; item++)
                yield return local.Value;
        }

        var seen = await ListAsync(Source().SelectConcurrent(Degree.Of(2), (item, _) =>
        {
            local.Value = "item";
            return ValueTask.FromResult(item);
        }));
        Assert.All(seen, static item => Assert.Equal("reader", item));
    }

    [Fact]
    public void What_makes_no_sense_is_refused_at_once()
    {
        Assert.Throws<ArgumentNullException>("source", static () => ConcurrentStream.SelectConcurrent<int, int>((IEnumerable<int>)null!, Degree.One, static (item, _) => ValueTask.FromResult(item)));
        Assert.Throws<ArgumentNullException>("selector", static () => ConcurrentStream.SelectOutcomes<int, int>(new[] { 1 }, Degree.One, null!));
        Assert.Throws<ArgumentOutOfRangeException>("buffer", static () => new[] { 1 }.SelectConcurrent(Degree.One, static (item, _) => ValueTask.FromResult(item), buffer: -1));
    }

    [Fact]
    public Task Stress() => Tests.Stress.RoundsAsync(static async random =>
    {
        var count = random.Next(20_000);
        var degree = 1 + random.Next(20);
        var (running, most) = (0, 0);
        var faultAt = random.Next(3) == 0 ? random.Next(count + 1) : -1;
        var breakAt = random.Next(3) == 0 ? random.Next(count + 1) : -1;
        var ordered = random.Next(2) == 0;
        using var cancellation = new CancellationTokenSource();
        var cancelAt = random.Next(3) == 0 ? random.Next(count + 1) : -1;
        async ValueTask<int> SelectAsync(int item, CancellationToken token)
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            try
            {
                if (item % 3 == 0)
                    await Task.Yield();
                if (item == cancelAt)
                    await cancellation.CancelAsync();
                return item == faultAt ? throw new InvalidDataException() : item;
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        }

        var source = Enumerable.Range(0, count);
        var buffer = random.Next(2) == 0 ? (int?)null : random.Next(10);
        var stream = (ordered, random.Next(2) == 0) switch
        {
            (true, true) => source.SelectConcurrent(Degree.Of(degree), SelectAsync, buffer, cancellation.Token),
            (true, false) => Async(source).SelectConcurrent(Degree.Of(degree), SelectAsync, buffer, cancellation.Token),
            (false, true) => source.SelectConcurrentUnordered(Degree.Of(degree), SelectAsync, buffer, cancellation.Token),
            (false, false) => Async(source).SelectConcurrentUnordered(Degree.Of(degree), SelectAsync, buffer, cancellation.Token),
        };
        var read = new List<int>();
        var complete = false;
        try
        {
            await foreach (var item in stream)
            {
                read.Add(item);
                if (read.Count == breakAt)
                    break;
            }

            complete = read.Count != breakAt;
        }
        catch (InvalidDataException) when (faultAt >= 0)
        {
        }
        catch (OperationCanceledException exception) when (exception.CancellationToken == cancellation.Token && cancelAt >= 0)
        {
        }

        Assert.Equal(0, Volatile.Read(ref running));
        Assert.InRange(most, 0, degree);
        if (!ordered)
            read.Sort();
        if (ordered || complete)
            Assert.Equal(Enumerable.Range(0, complete ? count : read.Count), read);
        else
            Assert.Equal(read.Count, read.Distinct().Count());
    });

    private sealed class TrackedSource(Func<int> running) : IEnumerable<int>, IEnumerator<int>
    {
        public List<int> RunningWhenDisposed { get; } = [];

        public int Current { get; private set; } = -1;

        object System.Collections.IEnumerator.Current => Current;

        public bool MoveNext() => ++Current < 20;

        public void Dispose() => RunningWhenDisposed.Add(running());

        public void Reset() => throw new NotSupportedException();

        public IEnumerator<int> GetEnumerator() => this;

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => this;
    }

    private sealed class Unopenable : IEnumerable<int>
    {
        public IEnumerator<int> GetEnumerator() => throw new NullReferenceException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
            seen = Interlocked.CompareExchange(ref target, value, seen);
    }
}
