namespace ConcurrencyAnalyzers.Executors.Tests;

public sealed class CpuExecutorStressTests(ITestOutputHelper output)
{
    /// <summary>Executor after executor, each with several submitters, random cancellation, faults, nested waits, loops, a bounded queue or none, and disposal in the middle.</summary>
    [Fact]
    public async Task Everything_runs_once_or_is_cancelled_or_is_reported()
    {
        var total = 0L;
        await Stress.RoundsAsync(async random => total += await RunRoundAsync(random));
        output.WriteLine($"{total} pieces of work");
    }

    private static async Task<long> RunRoundAsync(Random random)
    {
        var executor = new CpuExecutor(new CpuExecutorOptions
        {
            Degree = Degree.Of(random.Next(1, 4)),
            QueueCapacity = random.Next(3) switch { 0 => int.MaxValue, 1 => 0, _ => 100 },
            WhenFull = (QueueFull)random.Next(2),
            DrainTimeout = random.Next(2) == 0 ? TimeSpan.Zero : Timeout.InfiniteTimeSpan,
        });
        var disposeAt = random.Next(1, 20_001);
        var submitted = 0;
        var seeds = new[] { random.Next(), random.Next() };
        var disposal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var counts = await Task.WhenAll(seeds.Select(seed => Task.Run(() => SubmitAsync(new Random(seed)))));
        await disposal.Task;
        await executor.DisposeAsync();
        Assert.Equal(0, executor.Threads.Lane.Threads);
        return counts.Sum();

        async Task<long> SubmitAsync(Random own)
        {
            List<(Task Task, int[] Runs, bool IsLoop)> all = [];
            for (var i = 0; i < 10_000; i++)
            {
                if (Interlocked.Increment(ref submitted) == disposeAt)
                {
                    _ = DisposeAsync();
                }

                var runs = new int[own.Next(50) == 0 ? 20 : 1];
                using var cancellation = own.Next(4) == 0 ? new CancellationTokenSource() : null;
                var token = cancellation?.Token ?? default;
                try
                {
                    all.Add((Start(own.Next(20), runs, token), runs, runs.Length > 1));
                }
                catch (ObjectDisposedException)
                {
                    all.Add((Task.FromCanceled(new CancellationToken(canceled: true)), runs, false));
                }

                cancellation?.Cancel();
            }

            foreach (var (task, runs, isLoop) in all)
            {
                await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                var reason = task.Exception?.InnerException;
                if (task.IsCompletedSuccessfully || reason is InvalidDataException)
                {
                    Assert.All(runs, static count => Assert.Equal(1, count));
                }
                else if (!isLoop && (reason is ExecutorRejectedException or ExecutorStoppedException || task.IsCanceled))
                {
                    Assert.Equal(0, runs[0]);
                }
                else
                {
                    Assert.True(task.IsCanceled || reason is ExecutorRejectedException or ExecutorStoppedException, task.Exception?.ToString());
                    Assert.All(runs, static count => Assert.InRange(count, 0, 1));
                }
            }

            return all.Count;
        }

        Task Start(int kind, int[] runs, CancellationToken token)
        {
            if (runs.Length > 1)
            {
                return executor.ForAsync(0, runs.Length, i => Interlocked.Increment(ref runs[i]), token);
            }

            return kind switch
            {
                0 => executor.RunAsync((Action<CancellationToken>)(_ =>
                {
                    Interlocked.Increment(ref runs[0]);
                    throw new InvalidDataException();
                }), token),
                1 => executor.RunAsync(_ =>
                {
                    Interlocked.Increment(ref runs[0]);
                    try
                    {
                        executor.RunAsync(static _ => { }).Wait();
                    }
                    catch (Exception exception) when (exception is ObjectDisposedException or AggregateException { InnerException: ExecutorRejectedException or ExecutorStoppedException })
                    {
                        // The inner work is not the one that counts.
                    }
                }, token),
                _ => executor.RunAsync(_ => Interlocked.Increment(ref runs[0]), token),
            };
        }

        async Task DisposeAsync()
        {
            await executor.DisposeAsync();
            disposal.TrySetResult();
        }
    }
}
