using System.Text;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>The seam to other engines: a job is its name and its bytes, and who calls it has one outcome, whatever happens to messages.</summary>
public sealed class JobDispatchTests
{
    [Fact]
    public async Task Each_call_has_one_outcome_however_often_its_job_runs()
    {
        var registry = new JobRegistry(MemoryJobs.Register);
        var dispatcher = new LossyDispatcher(registry, new Random(17), TimeProvider.System, TimeSpan.FromMilliseconds(200));
        var holds = new List<Hold>();
        var calls = new List<Task<byte[]>>();
        for (var i = 0; i < 200; i++)
        {
            var hold = MemoryJobs.Hold(out var input);
            hold.Goes.SetResult(BitConverter.GetBytes(i));
            holds.Add(hold);
            calls.Add(dispatcher.DispatchAsync<Held, byte[], byte[]>(input));
        }

        var outputs = await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(Enumerable.Range(0, 200), outputs.Select(static output => BitConverter.ToInt32(output)));
        Assert.All(holds, static hold => Assert.True(hold.Runs >= 1));
        Assert.True(dispatcher.Lost > 0 && dispatcher.Doubled > 0 && holds.Any(static hold => hold.Runs > 1));
    }

    [Fact]
    public async Task What_is_lost_for_good_is_over_when_the_caller_says_so()
    {
        var time = new ManualTime();
        var dispatcher = new LossyDispatcher(new JobRegistry(MemoryJobs.Register), new Random(17), time, TimeSpan.FromMinutes(1));
        var hold = MemoryJobs.Hold(out var input);
        using var cancellation = new CancellationTokenSource();
        var call = dispatcher.DispatchAsync<Held, byte[], byte[]>(input, cancellation.Token);
        cancellation.Cancel();
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(60)))).CancellationToken);
        hold.Goes.SetResult([]);
    }

    [Fact]
    public async Task The_same_bytes_go_to_a_worker_and_to_another_engine()
    {
        var registry = new JobRegistry(MemoryJobs.Register);
        await using var executor = new MemoryWorkers().Create(MemoryWorkers.Options());
        var payload = Encoding.UTF8.GetBytes("as it is");
        foreach (IJobDispatcher dispatcher in new IJobDispatcher[] { registry, executor })
        {
            Assert.Equal(payload, (await dispatcher.InvokeAsync("held", payload)).ToArray());
            Assert.Equal(payload, await dispatcher.DispatchAsync<Held, byte[], byte[]>(payload));
            await Assert.ThrowsAsync<ArgumentException>(async () => await dispatcher.InvokeAsync("no such job", payload));
        }
    }
}
