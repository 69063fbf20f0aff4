using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Executors;
using ConcurrencyAnalyzers.Executors.Processes;
using Published;

if (await ProcessWorker.TryRunAsync(args, ProcessJobs.Register))
{
    return;
}

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

await using var processes = new ProcessExecutor(new ProcessExecutorOptions { Degree = Degree.One });
var square = await processes.RunSquareAsync(new Side(12));

Console.WriteLine($"{square.Content} {squares.Sum()} {lengths.Sum()} {done} {streamed} {wait.Done.Count} of {wait.Done.Count + wait.Pending.Count}");

public sealed record Side(int Length);

public sealed record Area(int Content);

[ProcessJob]
public sealed class Square : IProcessJob<Side, Area>
{
    public static string Name => "square";

    public static JobCodec<Side, Area> Codec => JobCodec.Json(Shapes.Default.Side, Shapes.Default.Area);

    public static ValueTask<Area> RunAsync(Side input, JobContext context) => new(new Area(input.Length * input.Length));
}

[JsonSerializable(typeof(Side))]
[JsonSerializable(typeof(Area))]
internal sealed partial class Shapes : JsonSerializerContext;
