namespace ConcurrencyAnalyzers.Executors.Tests;

public sealed class BlockingExecutorStressTests(ITestOutputHelper output)
{
    /// <summary>Executors with views whose threads leave all the time, with random cancellation and faults, views disposed in the middle, and the whole at the end.</summary>
    [Fact]
    public async Task Everything_runs_once_or_is_cancelled_or_is_reported_while_threads_come_and_go()
    {
        var total = 0L;
        await Stress.RoundsAsync(async random => total += await RunRoundAsync(random));
        output.WriteLine($"{total} pieces of work");
    }

    private static async Task<long> RunRoundAsync(Random random)
    {
        var time = new ManualTime();
        var executor = new BlockingExecutor(new BlockingExecutorOptions
        {
            MaxThreads = Degree.Of(random.Next(1, 6)),
            QueueCapacity = random.Next(2) == 0 ? int.MaxValue : 50,
            WhenFull = (QueueFull)random.Next(2),
            IdleTimeout = TimeSpan.FromSeconds(1),
            DrainTimeout = random.Next(2) == 0 ? TimeSpan.Zero : Timeout.InfiniteTimeSpan,
            TimeProvider = time,
        });
        BlockingExecutor[] targets = [executor, executor.Limit(1, "one"), executor.Limit(3, "three")];
        var seeds = new[] { random.Next(), random.Next() };
        var counts = await Task.WhenAll(seeds.Select(seed => Task.Run(() => SubmitAsync(new Random(seed)))));
        await executor.DisposeAsync();
        Assert.Equal(0, executor.Threads.Lane.Threads);
        return counts.Sum();

        async Task<long> SubmitAsync(Random own)
        {
            List<(Task Task, int[] Runs)> all = [];
            for (var i = 0; i < 3_000; i++)
            {
                if (own.Next(100) == 0)
                {
                    // All that are idle leave, between two submissions that may wake them.
                    time.Advance(TimeSpan.FromSeconds(2));
                }

                if (own.Next(5_000) == 0)
                {
                    _ = targets[own.Next(3)].DisposeAsync().AsTask();
                }

                var runs = new int[1];
                using var cancellation = own.Next(4) == 0 ? new CancellationTokenSource() : null;
                var fails = own.Next(20) == 0;
                try
                {
                    all.Add((targets[own.Next(3)].RunAsync(_ =>
                    {
                        Interlocked.Increment(ref runs[0]);
                        if (fails)
                        {
                            throw new InvalidDataException();
                        }
                    }, cancellation?.Token ?? default), runs));
                }
                catch (ObjectDisposedException)
                {
                    all.Add((Task.FromCanceled(new CancellationToken(canceled: true)), runs));
                }

                cancellation?.Cancel();
            }

            foreach (var (task, runs) in all)
            {
                await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                var ran = task.IsCompletedSuccessfully || task.Exception?.InnerException is InvalidDataException;
                Assert.True(ran || task.IsCanceled || task.Exception?.InnerException is ExecutorRejectedException or ExecutorStoppedException, task.Exception?.ToString());
                Assert.Equal(ran ? 1 : 0, runs[0]);
            }

            return all.Count;
        }
    }
}
