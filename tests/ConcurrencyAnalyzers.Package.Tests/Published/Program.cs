using System;
using System.Linq;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Executors;

var squares = new int[1000];
await using (var cpu = new CpuExecutor(new CpuExecutorOptions { Degree = Degree.Of(2) }))
{
    await cpu.ForAsync(0, squares.Length, i => squares[i] = i * i);
    await Parallel.ForAsync(0, 10, (i, _) => new ValueTask(cpu.RunAsync(_ => squares[i]++)));
}

var blocking = BlockingExecutor.Shared.Limit(4, "files");
var lengths = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => blocking.RunAsync(i, static (n, _) => n)));

var queue = new WorkQueue<int>(capacity: 10);
var producer = Task.Run(async () =>
{
    for (var i = 1; i <= 100; i++)
    {
        await queue.EnqueueAsync(i);
    }

    queue.Complete();
});
var done = 0;
await foreach (var lease in queue.ReadAllAsync())
{
    using (lease)
    {
        done += lease.Item;
        lease.Done();
    }
}

await producer;
await queue.WhenDrainedAsync();

var gate = new AsyncGate(Degree.One);
var streamed = 0;
await TaskScope.RunAsync(async scope =>
{
    await foreach (var outcome in Enumerable.Range(1, 100).SelectOutcomes(Degree.Of(4), async (n, token) => await gate.RunAsync(_ => ValueTask.FromResult(n), token)))
    {
        streamed += await scope.Run(_ => Task.FromResult(outcome.Value));
    }
});

var failed = Task.FromException(new InvalidOperationException());
var wait = await TaskWait.FirstExceptionAsync([new TaskCompletionSource().Task, failed]);
using var probe = new PoolProbe(new PoolProbeOptions { OnStarvation = static starvation => Console.Error.WriteLine(starvation) });

Console.WriteLine($"{squares.Sum()} {lengths.Sum()} {done} {streamed} {wait.Done.Count} of {wait.Done.Count + wait.Pending.Count}");
