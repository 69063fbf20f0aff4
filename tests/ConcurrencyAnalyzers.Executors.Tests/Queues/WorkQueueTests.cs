using System.Threading.Channels;

namespace ConcurrencyAnalyzers.Executors.Tests;

public sealed class WorkQueueTests
{
    [Fact]
    public async Task Drained_is_done_not_read()
    {
        var queue = new WorkQueue<int>();
        await queue.EnqueueAsync(1);
        var drained = queue.WhenDrainedAsync();
        Assert.True(queue.TryTake(out var lease));
        Assert.False(queue.TryTake(out _));
        Assert.False(drained.IsCompleted);
        Assert.Equal(1, queue.Unfinished);

        lease.Done();

        Assert.Equal(0, queue.Unfinished);
        await drained;
    }

    [Fact]
    public async Task Drained_can_be_waited_for_again_and_by_many()
    {
        var queue = new WorkQueue<int>();
        await queue.WhenDrainedAsync();
        for (var round = 0; round < 2; round++)
        {
            await queue.EnqueueAsync(round);
            Task[] drained = [queue.WhenDrainedAsync(), queue.WhenDrainedAsync()];
            Assert.True(queue.TryTake(out var lease));
            Assert.DoesNotContain(drained, static task => task.IsCompleted);
            lease.Done();
            await Task.WhenAll(drained);
        }
    }

    [Fact]
    public async Task Semantics_1_the_capacity_is_exact()
    {
        var queue = new WorkQueue<int>(2);
        Assert.True(queue.EnqueueAsync(1).IsCompletedSuccessfully);
        Assert.True(queue.TryEnqueue(2));
        Assert.False(queue.TryEnqueue(3));
        var third = queue.EnqueueAsync(3).AsTask();
        Assert.False(third.IsCompleted);

        Assert.True(queue.TryTake(out var lease));
        await third;
        Assert.False(queue.TryEnqueue(4));
        Assert.Equal(1, lease.Item);
    }

    [Fact]
    public async Task Semantics_2_items_and_producers_that_wait_are_served_in_their_order()
    {
        var queue = new WorkQueue<int>(1);
        var producers = Enumerable.Range(0, 20).Select(item => queue.EnqueueAsync(item).AsTask()).ToArray();
        var read = new List<int>();
        for (var index = 0; index < producers.Length; index++)
        {
            await producers[index];
            Assert.True(queue.TryTake(out var lease));
            read.Add(lease.Item);
            lease.Done();
        }

        Assert.Equal(Enumerable.Range(0, 20), read);
    }

    [Fact]
    public async Task Semantics_4_a_canceled_wait_for_room_carries_the_token_of_the_caller_and_adds_nothing()
    {
        var queue = new WorkQueue<int>(1);
        await queue.EnqueueAsync(1);
        using var cancellation = new CancellationTokenSource();
        var waiting = queue.EnqueueAsync(2, cancellation.Token).AsTask();
        Assert.Equal(2, queue.Unfinished);
        await cancellation.CancelAsync();
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting)).CancellationToken);
        Assert.Equal(1, queue.Unfinished);
        Assert.True(queue.TryTake(out var lease));
        lease.Done();
        Assert.False(queue.TryTake(out _));
        Assert.True(queue.TryEnqueue(3));
    }

    [Fact]
    public async Task Semantics_4_reading_and_draining_carry_the_token_of_the_caller_and_lose_nothing()
    {
        var queue = new WorkQueue<int>();
        await queue.EnqueueAsync(1);
        await queue.EnqueueAsync(2);
        using var cancellation = new CancellationTokenSource();
        var drained = queue.WhenDrainedAsync(cancellation.Token);
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var lease in queue.ReadAllAsync(cancellation.Token))
            {
                lease.Done();
                await cancellation.CancelAsync();
            }
        });
        Assert.Equal(cancellation.Token, thrown.CancellationToken);
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drained)).CancellationToken);
        Assert.True(queue.TryTake(out var second));
        Assert.Equal(2, second.Item);
    }

    [Fact]
    public async Task Semantics_8_the_code_behind_a_drained_queue_does_not_run_in_Done()
    {
        var queue = new WorkQueue<int>();
        await queue.EnqueueAsync(1);
        Assert.True(queue.TryTake(out var lease));
        var (thread, inside, ranInside) = (Environment.CurrentManagedThreadId, false, false);
        var behind = Behind();
        inside = true;
        lease.Done();
        inside = false;
        await behind;
        Assert.False(ranInside);

        async Task Behind()
        {
            await queue.WhenDrainedAsync().ConfigureAwait(false);
            ranInside = inside && Environment.CurrentManagedThreadId == thread;
        }
    }

    [Fact]
    public async Task A_requeued_item_goes_to_the_end_and_never_waits_for_room()
    {
        var queue = new WorkQueue<string>(1);
        await queue.EnqueueAsync("a");
        Assert.True(queue.TryTake(out var a));
        await queue.EnqueueAsync("b");
        a.Requeue();
        Assert.Equal(2, queue.Unfinished);
        Assert.False(queue.TryEnqueue("c"));

        Assert.True(queue.TryTake(out var b));
        Assert.True(queue.TryTake(out var again));
        Assert.Equal(("b", 1), (b.Item, b.Attempt));
        Assert.Equal(("a", 2), (again.Item, again.Attempt));
    }

    [Fact]
    public async Task Reading_does_not_end_while_an_item_may_come_back()
    {
        var queue = new WorkQueue<int>();
        await queue.EnqueueAsync(1);
        Assert.True(queue.TryTake(out var lease));
        queue.Complete();
        await using var reader = queue.ReadAllAsync().GetAsyncEnumerator();
        var next = reader.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);

        lease.Requeue();
        Assert.True(await next);
        Assert.Equal(2, reader.Current.Attempt);
        reader.Current.Done();
        Assert.False(await reader.MoveNextAsync());
    }

    [Fact]
    public async Task Dispose_without_Done_is_a_failure()
    {
        var failed = new List<(int, Exception)>();
        var told = new WorkQueue<int>((item, error) => failed.Add((item, error)));
        await told.EnqueueAsync(7);
        Assert.True(told.TryTake(out var lease));
        lease.Dispose();
        lease.Dispose();
        var (item, error) = Assert.Single(failed);
        Assert.Equal(7, item);
        Assert.IsType<WorkAbandonedException>(error);
        await told.WhenDrainedAsync();

        var untold = new WorkQueue<int>();
        await untold.EnqueueAsync(7);
        Assert.True(untold.TryTake(out lease));
        lease.Dispose();
        await Assert.ThrowsAsync<WorkAbandonedException>(() => untold.WhenDrainedAsync());
    }

    [Fact]
    public async Task Semantics_3_one_failure_is_thrown_as_itself_and_several_as_one()
    {
        var queue = new WorkQueue<int>();
        Exception[] errors = [new InvalidDataException(), new FormatException()];
        await queue.EnqueueAsync(0);
        await queue.EnqueueAsync(1);
        Assert.True(queue.TryTake(out var lease));
        lease.Fail(errors[0]);
        Assert.True(queue.TryTake(out lease));
        var drained = queue.WhenDrainedAsync();
        lease.Fail(errors[1]);
        Assert.Equal(errors, (await Assert.ThrowsAsync<AggregateException>(() => drained)).InnerExceptions);
    }

    [Fact]
    public async Task A_lease_is_settled_once()
    {
        var queue = new WorkQueue<int>();
        foreach (var first in new Action<WorkLease<int>>[] { static l => l.Done(), static l => l.Requeue(), static l => l.Fail(new FormatException()), static l => l.Dispose() })
        {
            await queue.EnqueueAsync(1);
            Assert.True(queue.TryTake(out var lease));
            first(lease);
            var unfinished = queue.Unfinished;
            Assert.Throws<InvalidOperationException>(lease.Done);
            Assert.Throws<InvalidOperationException>(lease.Requeue);
            Assert.Throws<InvalidOperationException>(() => lease.Fail(new FormatException()));
            lease.Dispose();
            Assert.Equal(unfinished, queue.Unfinished);
            while (queue.TryTake(out var rest))
                rest.Done();
        }
    }

    [Fact]
    public async Task Complete_with_an_error_hands_out_the_rest_and_then_the_error()
    {
        var queue = new WorkQueue<int>(1);
        await queue.EnqueueAsync(1);
        var waiting = queue.EnqueueAsync(2).AsTask();
        queue.Complete(new InvalidDataException());
        queue.Complete();
        Assert.IsType<InvalidDataException>((await Assert.ThrowsAsync<ChannelClosedException>(() => waiting)).InnerException);
        Assert.IsType<InvalidDataException>((await Assert.ThrowsAsync<ChannelClosedException>(async () => await queue.EnqueueAsync(3))).InnerException);
        Assert.False(queue.TryEnqueue(3));
        var read = new List<int>();
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var lease in queue.ReadAllAsync())
            {
                read.Add(lease.Item);
                lease.Done();
            }
        });
        Assert.Equal([1], read);
        await Assert.ThrowsAsync<InvalidDataException>(() => queue.WhenDrainedAsync());
    }

    [Fact]
    public async Task Abandon_reports_what_nobody_read_and_drains()
    {
        var failed = new List<int>();
        var queue = new WorkQueue<int>(2, (item, _) => failed.Add(item));
        await queue.EnqueueAsync(1);
        await queue.EnqueueAsync(2);
        Assert.True(queue.TryTake(out var lease));
        await queue.EnqueueAsync(3);
        var drained = queue.WhenDrainedAsync();
        queue.Abandon(new InvalidDataException());
        Assert.Equal([2, 3], failed);
        Assert.False(drained.IsCompleted);
        lease.Requeue();
        Assert.Equal([2, 3, 1], failed);
        await Assert.ThrowsAsync<InvalidDataException>(() => drained);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("capacity", static () => new WorkQueue<int>(0));
        Assert.Throws<ArgumentOutOfRangeException>("capacity", static () => new WorkQueue<int>(-1));
        var queue = new WorkQueue<int>();
        Assert.Throws<ArgumentNullException>("error", () => queue.Abandon(null!));
        await queue.EnqueueAsync(1);
        Assert.True(queue.TryTake(out var lease));
        Assert.Throws<ArgumentNullException>("error", () => lease.Fail(null!));
        lease.Done();
    }

    [Fact]
    public Task Stress() => Tests.Stress.RoundsAsync(static async random =>
    {
        const int Producers = 3;
        const int Items = 20_000;
        var ends = new int[Producers * Items];
        var failed = 0;
        void Ended(int item) => Interlocked.Increment(ref ends[item]);
        var queue = random.Next(4) == 0 ? new WorkQueue<int>(OnFailed) : new WorkQueue<int>(1 + random.Next(50), OnFailed);
        void OnFailed(int item, Exception error)
        {
            Interlocked.Increment(ref failed);
            Ended(item);
        }

        var seeds = Enumerable.Range(0, 8).Select(_ => random.Next()).ToArray();
        var abandonAt = random.Next(3) == 0 ? random.Next(Producers * Items) : int.MaxValue;
        var handled = 0;
        var producers = Enumerable.Range(0, Producers).Select(producer => Task.Run(async () =>
        {
            var dice = new Random(seeds[producer]);
            for (var item = producer * Items; item < (producer + 1) * Items; item++)
            {
                using var cancellation = dice.Next(50) == 0 ? new CancellationTokenSource() : null;
                try
                {
                    var adding = queue.EnqueueAsync(item, cancellation?.Token ?? default);
                    cancellation?.Cancel();
                    await adding;
                }
                catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
                {
                    // Not in the queue: this is its end.
                    Ended(item);
                }
            }
        })).ToArray();
        var consumers = Enumerable.Range(0, 3).Select(consumer => Task.Run(async () =>
        {
            var dice = new Random(seeds[4 + consumer]);
            try
            {
                await foreach (var lease in queue.ReadAllAsync())
                {
                    using (lease)
                    {
                        if (Interlocked.Increment(ref handled) == abandonAt)
                            queue.Abandon(new InvalidDataException());
                        var roll = dice.Next(20);
                        if (roll == 0)
                        {
                            lease.Requeue();
                        }
                        else if (roll > 1)
                        {
                            Ended(lease.Item);
                            lease.Done();
                        }
                    }
                }
            }
            catch (InvalidDataException)
            {
                // The queue was abandoned.
            }
        })).ToArray();

        await Task.WhenAll(producers);
        try
        {
            await queue.WhenDrainedAsync();
        }
        catch (InvalidDataException)
        {
            // The queue was abandoned.
        }

        queue.Complete();
        await Task.WhenAll(consumers);
        Assert.Equal(0, queue.Unfinished);
        Assert.All(ends, static count => Assert.Equal(1, count));
    });
}
