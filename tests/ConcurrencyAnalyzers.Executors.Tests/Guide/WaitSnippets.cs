namespace ConcurrencyAnalyzers.Executors.Tests.Guide;

/// <summary>The code of the guide's sections on waiting for tasks, and on asyncio.</summary>
public sealed class WaitSnippets
{
    [Fact]
    public async Task Until_one_has_failed()
    {
        var open = new TaskCompletionSource<int>();
        Task<int>[] tasks = [Task.FromResult(1), Task.FromException<int>(new IOException()), open.Task];
        var wait = await TaskWait.FirstExceptionAsync(tasks, timeout: TimeSpan.FromMinutes(1));
        Assert.Equal([tasks[0], tasks[1]], wait.Done);
        Assert.Equal([tasks[2]], wait.Pending);
        Assert.False(wait.TimedOut);
    }

    [Fact]
    public async Task In_the_order_of_completion()
    {
        var sum = 0;
        await foreach (var task in Task.WhenEach(Enumerable.Range(1, 100).Select(n => Task.Run(() => n))))
        {
            sum += await task;
        }

        Assert.Equal(5050, sum);
    }

    [Fact]
    public async Task All_results_or_the_first_exception()
    {
        var results = await Task.WhenAll(Task.FromResult(1), Task.FromResult(2));
        Assert.Equal([1, 2], results);
    }

    [Fact]
    public async Task All_outcomes()
    {
        Task<int>[] tasks = [Task.FromResult(1), Task.FromException<int>(new IOException())];
        var wait = await TaskWait.AllCompletedAsync(tasks);
        Assert.Equal([TaskStatus.RanToCompletion, TaskStatus.Faulted], wait.Done.Select(task => task.Status));
        Assert.IsType<IOException>(tasks[1].Exception!.InnerException);
    }

    [Fact]
    public async Task At_most_so_many_at_once()
    {
        var sum = 0;
        await Parallel.ForEachAsync(Enumerable.Range(1, 100), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (n, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
            Interlocked.Add(ref sum, n);
        });
        Assert.Equal(5050, sum);
    }

    [Fact]
    public async Task A_limit_that_callers_share()
    {
        await using var service = new AsyncGate(Degree.Of(20), new AsyncGateOptions { Name = "service", QueueCapacity = 100 });
        var answer = await service.RunAsync(async cancellationToken =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
            return 42;
        });
        Assert.Equal(42, answer);

        using (await service.EnterAsync())
        {
            Assert.Equal(1, service.Running);
        }
    }

    [Fact]
    public async Task A_limit_of_time()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(1));
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, limit.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);

        var open = new TaskCompletionSource();
        await Assert.ThrowsAsync<TimeoutException>(() => open.Task.WaitAsync(TimeSpan.FromMilliseconds(1)));
        Assert.False(open.Task.IsCompleted);
    }
}
