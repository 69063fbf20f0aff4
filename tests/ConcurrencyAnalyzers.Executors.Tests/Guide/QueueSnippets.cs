using System.Threading.Channels;

namespace ConcurrencyAnalyzers.Executors.Tests.Guide;

/// <summary>The code of the guide's section on queues.</summary>
public sealed class QueueSnippets
{
    [Fact]
    public async Task A_queue_with_room_for_ten()
    {
        var queue = Channel.CreateBounded<int>(10);
        var consumer = Task.Run(async () =>
        {
            var sum = 0;
            await foreach (var item in queue.Reader.ReadAllAsync())
            {
                sum += item;
            }

            return sum;
        });

        for (var item = 1; item <= 100; item++)
        {
            await queue.Writer.WriteAsync(item);
        }

        queue.Writer.Complete();
        Assert.Equal(5050, await consumer);
    }

    [Fact]
    public async Task A_queue_that_knows_when_its_items_are_done()
    {
        var queue = new WorkQueue<int>(capacity: 10);
        var sum = 0;
        var workers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            await foreach (var lease in queue.ReadAllAsync())
            {
                using (lease)
                {
                    Interlocked.Add(ref sum, lease.Item);
                    lease.Done();
                }
            }
        })).ToArray();

        for (var item = 1; item <= 100; item++)
        {
            await queue.EnqueueAsync(item);
        }

        await queue.WhenDrainedAsync();
        Assert.Equal(5050, sum);

        queue.Complete();
        await Task.WhenAll(workers);
    }

    [Fact]
    public async Task An_item_that_is_tried_again()
    {
        var failures = new List<Exception>();
        var queue = new WorkQueue<string>((item, exception) => failures.Add(exception));
        await queue.EnqueueAsync("a page");
        queue.Complete();
        var attempts = 0;
        await foreach (var lease in queue.ReadAllAsync())
        {
            attempts = lease.Attempt;
            if (lease.Attempt < 3)
            {
                lease.Requeue();
            }
            else
            {
                lease.Fail(new IOException("Nobody answers."));
            }
        }

        Assert.Equal(3, attempts);
        Assert.IsType<IOException>(Assert.Single(failures));
    }

    [Fact]
    public void A_queue_without_a_limit()
    {
        var queue = Channel.CreateUnbounded<string>();
        Assert.True(queue.Writer.TryWrite("an item"));
        Assert.True(queue.Reader.TryRead(out var item));
        Assert.Equal("an item", item);
        Assert.False(queue.Reader.TryRead(out _));
    }

    [Fact]
    public async Task The_smallest_first()
    {
        var queue = Channel.CreateUnboundedPrioritized<int>();
        queue.Writer.TryWrite(2);
        queue.Writer.TryWrite(1);
        Assert.Equal(1, await queue.Reader.ReadAsync());
    }
}
