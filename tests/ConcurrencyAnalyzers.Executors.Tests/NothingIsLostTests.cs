using System.Threading.Channels;

namespace ConcurrencyAnalyzers.Executors.Tests;

public sealed class NothingIsLostTests(ITestOutputHelper output)
{
    /// <summary>
    /// Items go from producers through a queue to consumers, who hand them to executors that are disposed under them and replaced, are full, or are told to give up; work is cancelled before it starts and while
    /// it runs, fails, comes back to the queue, and now and then all consumers give up. Each item ends once: done, refused to its producer, or reported as failed; and in each attempt it ran once or it did not run.
    /// </summary>
    [Fact]
    public async Task Each_item_is_run_cancelled_or_reported_exactly_once()
    {
        var total = 0L;
        var attempts = 0L;
        await Stress.RoundsAsync(async random =>
        {
            var round = new Round(random);
            await round.RunAsync();
            total += Round.Items;
            attempts += round.Attempts;
        });
        output.WriteLine($"{total:#,0} items in {attempts:#,0} attempts, none lost and none twice");
    }

    private sealed class Round(Random random)
    {
        // A full executor that rejects is asked again two hundred times for each item: with more of them a round would take a minute on a busy machine.
        public const int Items = 5_000;

        private const int Producers = 2;
        private const int Consumers = 8;

        // How often each item ended, and how often its work ran.
        private readonly int[] ends = new int[Items];
        private readonly int[] runs = new int[Items];
        private readonly int[] seeds = [.. Enumerable.Range(0, Producers + Consumers).Select(_ => random.Next())];
        private readonly int abandonAt = random.Next(4) == 0 ? random.Next(Items) : int.MaxValue;
        private readonly int replaceEvery = random.Next(500, 5_000);
        private readonly QueueFull whenFull = (QueueFull)random.Next(2);
        private readonly int capacity = random.Next(3) switch { 0 => int.MaxValue, 1 => 0, _ => 5 };
        private readonly bool drains = random.Next(2) == 0;
        private readonly bool blocks = random.Next(2) == 0;
        private readonly List<Task> disposals = [];

        private WorkQueue<int> queue = null!;
        private IAsyncDisposable executor = null!;
        private int attempts;

        public long Attempts => attempts;

        public async Task RunAsync()
        {
            queue = random.Next(4) == 0 ? new WorkQueue<int>(OnFailed) : new WorkQueue<int>(random.Next(1, 200), OnFailed);
            executor = Create();
            var consumers = Enumerable.Range(0, Consumers).Select(number => Task.Run(() => ConsumeAsync(new Random(seeds[Producers + number])))).ToArray();
            await Task.WhenAll(Enumerable.Range(0, Producers).Select(number => Task.Run(() => ProduceAsync(number, new Random(seeds[number])))));
            queue.Complete();
            await Task.WhenAll(consumers);
            await Record.ExceptionAsync(() => queue.WhenDrainedAsync());
            await executor.DisposeAsync();
            await Task.WhenAll(disposals);
            Assert.Equal(0, queue.Unfinished);
            for (var item = 0; item < Items; item++)
            {
                Assert.True(ends[item] == 1, $"Item {item} ended {ends[item]} times.");
            }
        }

        private async Task ProduceAsync(int number, Random dice)
        {
            for (var item = number; item < Items; item += Producers)
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
                    Ended(item);
                }
            }
        }

        private async Task ConsumeAsync(Random dice)
        {
            try
            {
                await foreach (var lease in queue.ReadAllAsync())
                {
                    // Several at a time, so that executors have queues too.
                    List<Task> batch = [AttemptAsync(lease, dice)];
                    for (var more = dice.Next(40); more > 0 && queue.TryTake(out var next); more--)
                    {
                        batch.Add(AttemptAsync(next, dice));
                    }

                    await Task.WhenAll(batch);
                }
            }
            catch (InvalidDataException)
            {
                // The queue was abandoned.
            }
        }

        private async Task AttemptAsync(WorkLease<int> lease, Random dice)
        {
            using var settledOrFailed = lease;
            var item = lease.Item;
            var attempt = Interlocked.Increment(ref attempts);
            if (attempt == abandonAt)
            {
                queue.Abandon(new InvalidDataException());
            }

            if (attempt % replaceEvery == 0)
            {
                var old = Interlocked.Exchange(ref executor, Create());
                lock (disposals)
                {
                    disposals.Add(old.DisposeAsync().AsTask());
                }
            }

            using var cancellation = dice.Next(4) == 0 ? new CancellationTokenSource() : null;
            var roll = dice.Next(20);
            var before = Volatile.Read(ref runs[item]);
            Task work;
            try
            {
                work = Start(item, roll, cancellation);
            }
            catch (ObjectDisposedException)
            {
                lease.Requeue();
                return;
            }

            if (roll > 2)
            {
                cancellation?.Cancel();
            }

            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var ran = Volatile.Read(ref runs[item]) - before;
            switch (work.Exception?.InnerException)
            {
                case null when work.IsCompletedSuccessfully:
                    Assert.Equal(1, ran);
                    Ended(item);
                    lease.Done();
                    break;
                case null:
                    // Canceled: before it ran, unless it cancelled itself.
                    Assert.Equal(roll == 1 ? 1 : 0, ran);
                    lease.Requeue();
                    break;
                case InvalidDataException fault:
                    Assert.Equal(1, ran);
                    lease.Fail(fault);
                    break;
                case ExecutorRejectedException or ExecutorStoppedException:
                    Assert.Equal(0, ran);
                    lease.Requeue();
                    break;
                case var other:
                    Assert.Fail($"{other}");
                    break;
            }
        }

        private Task Start(int item, int roll, CancellationTokenSource? cancellation)
        {
            var token = cancellation?.Token ?? default;
            void Work(CancellationToken stops)
            {
                Interlocked.Increment(ref runs[item]);
                switch (roll)
                {
                    case 0:
                        throw new InvalidDataException();
                    case 1:
                        cancellation?.Cancel();
                        token.ThrowIfCancellationRequested();
                        break;
                }
            }

            return executor is CpuExecutor cpu ? cpu.RunAsync(Work, token) : ((BlockingExecutor)executor).RunAsync(Work, token);
        }

        private IAsyncDisposable Create()
        {
            var drain = drains ? Timeout.InfiniteTimeSpan : TimeSpan.Zero;
            return blocks
                ? new BlockingExecutor(new BlockingExecutorOptions { MaxThreads = Degree.Of(3), QueueCapacity = capacity, WhenFull = whenFull, DrainTimeout = drain })
                : new CpuExecutor(new CpuExecutorOptions { Degree = Degree.Of(2), QueueCapacity = capacity, WhenFull = whenFull, DrainTimeout = drain });
        }

        private void OnFailed(int item, Exception error) => Ended(item);

        private void Ended(int item) => Interlocked.Increment(ref ends[item]);
    }
}
