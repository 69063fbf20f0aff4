using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>What whoever listens is told of jobs in processes.</summary>
[Collection(nameof(Telemetry))]
public sealed class ProcessTelemetryTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Jobs_and_workers_are_measured_by_the_clock_of_the_executor()
    {
        var time = new ManualTime();
        using var heard = new Telemetry("measured processes");
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (var executor = new MemoryWorkers().Create(MemoryWorkers.Options() with { Name = "measured processes", TimeProvider = time }))
        {
            executor.WorkerExited += (_, _) => exited.TrySetResult();
            var hold = MemoryJobs.Hold(out var input);
            var first = executor.RunAsync<Held, byte[], byte[]>(input);
            await hold.Began.Task.WaitAsync(Guard);
            var second = executor.RunAsync<Held, byte[], byte[]>([1]);
            Assert.Equal(1, heard.Now("executor.queue.length"));
            Assert.Equal(1, heard.Now("executor.running"));
            Assert.Equal(1, heard.Now("executor.workers"));
            time.Advance(TimeSpan.FromSeconds(3));
            hold.Goes.SetResult([]);
            await Task.WhenAll(first, second).WaitAsync(Guard);
            await Assert.ThrowsAsync<WorkerCrashedException>(() => executor.RunAsync<CrashesTimes, byte[], byte[]>([255]).WaitAsync(Guard));
            await exited.Task.WaitAsync(Guard);
            Assert.Equal([0, 3, 0], heard.Of("executor.queue.wait").Select(static one => one.Value));
            Assert.Equal([3, 0, 0], heard.Of("executor.job.duration").Select(static one => one.Value));
            Assert.Equal(["done", "done", "crashed"], heard.Of("executor.jobs").Select(static one => one.Tag));
            Assert.Equal(0, heard.Now("executor.queue.length"));
        }

        Assert.Equal(["Crashed", "Stopped"], heard.Of("executor.worker.exits").Select(static one => one.Tag));
    }
}
