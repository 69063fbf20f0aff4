using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>What is written by hand where work must not run on the pool: a thread that takes from a collection. Handing over to another thread costs at least what one does; the pool runs awaited work on the caller's own.</summary>
internal sealed class OwnThread
{
    private readonly BlockingCollection<TaskCompletionSource> work = [];

    private OwnThread() => new Thread(() =>
    {
        foreach (var item in work.GetConsumingEnumerable())
        {
            item.SetResult();
        }
    }) { IsBackground = true, Name = nameof(OwnThread) }.Start();

    public static OwnThread Shared { get; } = new();

    public Task RunAsync()
    {
        var item = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(item);
        return item.Task;
    }
}
