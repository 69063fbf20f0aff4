using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

public sealed class ProcessStressTests(ITestOutputHelper output)
{
    /// <summary>
    /// Callers hand in jobs alone and in streams, and cancel some; workers crash in jobs and between them, are recycled and fail to start; and in the middle of it the executor is disposed or killed. Each job has one outcome, which
    /// is one that can be, and none runs more often than it may.
    /// </summary>
    [Fact]
    public async Task Each_job_ends_exactly_once()
    {
        var (total, workers) = (0L, 0L);
        await Stress.RoundsAsync(async random =>
        {
            var round = new Round(random);
            await round.RunAsync();
            total += Round.Jobs;
            workers += round.Launched;
        });
        output.WriteLine($"{total:#,0} jobs by {workers:#,0} workers, none lost and none twice");
    }

    private sealed class Round(Random random)
    {
        public const int Jobs = 2_000;

        private const int Callers = 4;

        private readonly int[] seeds = [.. Enumerable.Range(0, Callers).Select(_ => random.Next())];
        private readonly int endsAt = random.Next(2) == 0 ? random.Next(Jobs) : int.MaxValue;
        private readonly bool kills = random.Next(2) == 0;
        private readonly int maxAttempts = random.Next(1, 4);
        private readonly int failsEach = random.Next(2, 20);

        private readonly MemoryWorkers workers = new();
        private readonly TaskCompletionSource ended = new();
        private ProcessExecutor executor = null!;
        private int handedIn;

        public int Launched => workers.Launched;

        public async Task RunAsync()
        {
            workers.OnLaunch = (id, _) =>
            {
                if (id % failsEach == 0)
                {
                    throw new LaunchException("No.", WorkerExit.Unknown, isFinal: false);
                }
            };
            executor = workers.Create(MemoryWorkers.Options(random.Next(1, 5)) with
            {
                MaxAttempts = maxAttempts,

                // Workers that start at the same time may all be among those that fail.
                MaxStartFailures = int.MaxValue,
                MaxJobsPerWorker = random.Next(2) == 0 ? int.MaxValue : random.Next(20, 200),
                DrainTimeout = random.Next(2) == 0 ? TimeSpan.Zero : Timeout.InfiniteTimeSpan,
                TimeProvider = new HastyTime(),
            });
            await Task.WhenAll(seeds.Select(seed => Task.Run(() => CallAsync(new Random(seed)))));
            await executor.DisposeAsync();
            if (handedIn > endsAt)
            {
                await ended.Task;
            }
        }

        private async Task CallAsync(Random dice)
        {
            for (var left = Jobs / Callers; left > 0;)
            {
                if (dice.Next(20) == 0)
                {
                    workers.Links.LastOrDefault()?.Crash();
                }

                var count = Math.Min(left, dice.Next(1, 40));
                left -= count;
                var number = Interlocked.Add(ref handedIn, count);
                if (number > endsAt && number - count <= endsAt)
                {
                    _ = EndAsync();
                }

                try
                {
                    await (dice.Next(2) == 0 ? AloneAsync(count, dice) : StreamAsync(count, dice));
                }
                catch (Exception exception) when (exception is ObjectDisposedException or ExecutorStoppedException)
                {
                    Assert.True(handedIn > endsAt, $"{exception}");
                }
            }
        }

        private async Task EndAsync()
        {
            await (kills ? executor.KillAsync() : executor.DisposeAsync().AsTask());
            ended.SetResult();
        }

        private async Task AloneAsync(int count, Random dice)
        {
            using var cancellation = dice.Next(3) == 0 ? new CancellationTokenSource() : null;
            var tasks = new List<(byte Crashes, Task<byte[]> Task)>();
            try
            {
                for (var i = 0; i < count; i++)
                {
                    var crashes = (byte)(dice.Next(10) == 0 ? dice.Next(5) : 0);
                    tasks.Add((crashes, executor.RunAsync<CrashesTimes, byte[], byte[]>([crashes], cancellationToken: cancellation?.Token ?? default)));
                }
            }
            finally
            {
                cancellation?.Cancel();
                foreach (var (crashes, task) in tasks)
                {
                    var error = await Record.ExceptionAsync(() => task);
                    Check(crashes, error, task.Status == TaskStatus.RanToCompletion ? task.Result : null, cancellation is not null);
                }
            }
        }

        private async Task StreamAsync(int count, Random dice)
        {
            var items = Enumerable.Range(0, count).Select(_ => new[] { (byte)(dice.Next(10) == 0 ? dice.Next(5) : 0) }).ToArray();
            var chunk = dice.Next(1, 10);
            var leavesAfter = dice.Next(4) == 0 ? dice.Next(count + 1) : int.MaxValue;
            var seen = 0;
            var stream = dice.Next(2) == 0 ? executor.MapAsync<CrashesTimes, byte[], byte[]>(items, chunk) : executor.MapUnorderedAsync<CrashesTimes, byte[], byte[]>(items, chunk);
            await foreach (var outcome in stream)
            {
                Assert.Same(items[outcome.Index], outcome.Item);
                Check(outcome.Item[0], outcome.Error, outcome.Ok ? outcome.Value : null, mayBeCanceled: false);
                if (++seen == leavesAfter)
                {
                    return;
                }
            }

            Assert.Equal(count, seen);
        }

        // Any worker may be brought down from outside, so that any job may be lost.
        private void Check(byte crashes, Exception? error, byte[]? value, bool mayBeCanceled)
        {
            switch (error)
            {
                case null:
                    Assert.Equal([crashes], value!);
                    Assert.True(crashes < maxAttempts);
                    break;
                case WorkerCrashedException crash:
                    Assert.Equal((1, 1), (crash.Attempt, maxAttempts));
                    break;
                case PoisonedJobException poisoned:
                    Assert.Equal(maxAttempts, poisoned.Attempts);
                    break;
                case ExecutorStoppedException:
                    Assert.True(handedIn > endsAt);
                    break;
                case OperationCanceledException:
                    Assert.True(mayBeCanceled);
                    break;
                case RemoteJobException:
                    // What the job throws in the moment between its worker's end and its own.
                    break;
                default:
                    Assert.Fail($"{error}");
                    break;
            }
        }
    }

    /// <summary>A clock by which waits are over at once, so that nobody waits before another start.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Min(1, dueTime.TotalMilliseconds)) : dueTime, period);
    }
}
