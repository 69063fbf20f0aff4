using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>
/// Workers that are threads of this process, with pipes in memory: for what is promised about any worker, in an order that a test decides. Their jobs are of this process, so that a test can hold them up.
/// </summary>
internal sealed class MemoryWorkers : IWorkerLauncher
{
    [ThreadStatic]
    private static MemoryLink? current;

    private readonly Lock gate = new();
    private readonly List<MemoryLink> links = [];

    /// <summary>What happens at each start, before the worker is ready: it may throw <see cref="LaunchException"/>.</summary>
    public Action<int, CancellationToken> OnLaunch { get; set; } = static (_, _) => { };

    public int Launched
    {
        get
        {
            lock (gate)
            {
                return links.Count;
            }
        }
    }

    public IReadOnlyList<MemoryLink> Links
    {
        get
        {
            lock (gate)
            {
                return [.. links];
            }
        }
    }

    /// <summary>Ends the worker that the calling job is of, in the middle of it.</summary>
    public static void Crash()
    {
        current!.Crash();
        throw new InvalidDataException("The worker is gone, and so is its job.");
    }

    public static ProcessExecutorOptions Options(int degree = 1) => new() { Degree = Degree.Of(degree), Jobs = MemoryJobs.Register, IdleTimeout = Timeout.InfiniteTimeSpan, StartTimeout = Timeout.InfiniteTimeSpan };

    public ProcessExecutor Create(ProcessExecutorOptions options) => new(options.Checked(), this);

    public IWorkerLink Launch(int workerId, CancellationToken stop)
    {
        OnLaunch(workerId, stop);
        var (parent, worker) = MemoryStreamEnd.Create();
        var link = new MemoryLink(workerId, parent, worker);
        lock (gate)
        {
            links.Add(link);
        }

        link.Start(() => current = link);
        return link;
    }
}
