using ConcurrencyAnalyzers.Executors.Processes;
using ConcurrencyAnalyzers.Executors.Tests.Processes;
using ConcurrencyAnalyzers.Executors.Worker;

namespace ConcurrencyAnalyzers.Executors.Tests.Guide;

/// <summary>The code of the guide's section on jobs in processes.</summary>
[Collection(nameof(ProcessCollection))]
public sealed class WorkerSnippets
{
    private static readonly ProcessExecutorOptions options = Workers.Options(2);

    [Fact]
    public async Task Jobs_in_processes()
    {
        await using var executor = new ProcessExecutor(options with { JobTimeout = TimeSpan.FromSeconds(20), HeapHardLimit = 256 << 20 });
        Assert.Equal("hello", await executor.RunAsync<Echo, string, string>("hello"));

        // What cannot be stopped is killed, and the executor has a worker again.
        var endless = executor.RunAsync<Endless, bool, int>(true, new JobOptions { Timeout = TimeSpan.FromMilliseconds(100) });
        await Assert.ThrowsAsync<TimeoutException>(() => endless);
    }

    [Fact]
    public async Task Items_that_may_crash()
    {
        await using var executor = new ProcessExecutor(options);
        CrashKind[] items = [CrashKind.None, CrashKind.StackOverflow, CrashKind.None];
        var lost = 0;
        await foreach (var outcome in executor.MapAsync<Crash, CrashKind, int>(items))
        {
            lost += outcome.Error is WorkerCrashedException ? 1 : 0;
        }

        Assert.Equal(1, lost);
    }
}
