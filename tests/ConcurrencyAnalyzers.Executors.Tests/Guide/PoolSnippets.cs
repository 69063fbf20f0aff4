using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ConcurrencyAnalyzers.Executors.Tests.Guide;

/// <summary>The code of the guide's sections on executors and pools.</summary>
public sealed class PoolSnippets
{
    private readonly string[] paths = Directory.GetFiles(AppContext.BaseDirectory, "xunit*.dll");

    [Fact]
    public async Task Computation_and_calls_that_block()
    {
        // Calls that block get threads of their own, eight at most.
        await using var disk = new BlockingExecutor(new BlockingExecutorOptions { Name = "disk", MaxThreads = Degree.Of(8) });
        var contents = await Task.WhenAll(paths.Select(path => disk.RunAsync(_ => File.ReadAllBytes(path))));

        // Computation gets a thread for each core, and the thread pool stays free for everybody else.
        var hashes = new byte[paths.Length][];
        await CpuExecutor.Shared.ForAsync(0, paths.Length, i => hashes[i] = SHA256.HashData(contents[i]));
        Assert.All(hashes, hash => Assert.Equal(32, hash.Length));
    }

    [Fact]
    public async Task Calls_that_block()
    {
        await using var files = new BlockingExecutor(new BlockingExecutorOptions { Name = "files", MaxThreads = Degree.Of(8) });
        var sizes = await Task.WhenAll(paths.Select(path => files.RunAsync(_ => File.ReadAllBytes(path).Length)));
        Assert.Equal(paths.Select(path => (int)new FileInfo(path).Length), sizes);
    }

    [Fact]
    public async Task A_limit_for_each_dependency()
    {
        var reports = BlockingExecutor.Shared.Limit(2, "reports");
        var mail = BlockingExecutor.Shared.Limit(8, "mail");
        var (report, sent) = (reports.RunAsync(_ => "a report"), mail.RunAsync(_ => true));
        Assert.Equal("a report", await report);
        Assert.True(await sent);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_starts()
    {
        await using var one = new BlockingExecutor(new BlockingExecutorOptions { MaxThreads = Degree.One });
        using var release = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var first = one.RunAsync(_ => release.Wait());
        var second = one.RunAsync(_ => Assert.Fail("It is never run."), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        release.Set();
        await first;
    }

    [Fact]
    public async Task A_producer_that_waits_for_room()
    {
        await using var cpu = new CpuExecutor(new CpuExecutorOptions { Degree = Degree.One, QueueCapacity = 10 });
        var sums = new List<Task<int>>();
        for (var i = 0; i < 100; i++)
        {
            var count = i;
            sums.Add(await cpu.SubmitAsync(_ => Enumerable.Range(0, count).Sum()));
        }

        Assert.Equal(161_700, (await Task.WhenAll(sums)).Sum());
    }

    [Fact]
    public async Task Work_that_is_refused()
    {
        await using var cpu = new CpuExecutor(new CpuExecutorOptions { Degree = Degree.One, QueueCapacity = 0, WhenFull = QueueFull.Reject });
        using var release = new ManualResetEventSlim();
        var running = cpu.RunAsync(_ => release.Wait());
        await Assert.ThrowsAsync<ExecutorRejectedException>(() => cpu.RunAsync(_ => { }));
        release.Set();
        await running;
    }

    [Fact]
    public async Task Computation_on_all_cores()
    {
        var prime = new bool[10_000];
        await CpuExecutor.Shared.ForAsync(0, prime.Length, n => prime[n] = IsPrime(n));
        Assert.Equal(1229, prime.Count(yes => yes));
    }

    [Fact]
    public async Task A_parallel_loop_on_the_executor()
    {
        var primes = 0;
        var options = new ParallelOptions { TaskScheduler = CpuExecutor.Shared.Scheduler };
        await CpuExecutor.Shared.RunAsync(_ =>
            Parallel.For(0, 10_000, options, () => 0, (n, _, count) => IsPrime(n) ? count + 1 : count, count => Interlocked.Add(ref primes, count)));
        Assert.Equal(1229, primes);
    }

    [Fact]
    public void Chunks_of_ones_own_size()
    {
        var primes = 0;
        Parallel.ForEach(Partitioner.Create(0, 10_000, rangeSize: 64), range =>
        {
            var count = 0;
            for (var n = range.Item1; n < range.Item2; n++)
            {
                count += IsPrime(n) ? 1 : 0;
            }

            Interlocked.Add(ref primes, count);
        });
        Assert.Equal(1229, primes);
    }

    [Fact]
    public async Task Work_that_is_told_to_stop()
    {
        var cpu = new CpuExecutor(new CpuExecutorOptions { DrainTimeout = TimeSpan.Zero });
        var endless = cpu.RunAsync(token =>
        {
            while (!token.IsCancellationRequested)
            {
            }

            token.ThrowIfCancellationRequested();
        });
        await cpu.DisposeAsync();
        await Assert.ThrowsAsync<ExecutorStoppedException>(() => endless);
    }

    [Fact]
    public async Task As_many_at_once_as_there_are_cores_but_one()
    {
        string[] words = ["ever", "tried", "ever", "failed"];
        var lengths = new int[words.Length];
        await using var cpu = new CpuExecutor(new CpuExecutorOptions { Degree = Degree.AllCoresBut(1) });
        await cpu.ForAsync(0, words.Length, i => lengths[i] = words[i].Length);
        Assert.Equal([4, 5, 4, 6], lengths);
    }

    private static bool IsPrime(int n)
    {
        for (var divisor = 2; divisor * divisor <= n; divisor++)
        {
            if (n % divisor == 0)
            {
                return false;
            }
        }

        return n > 1;
    }
}
