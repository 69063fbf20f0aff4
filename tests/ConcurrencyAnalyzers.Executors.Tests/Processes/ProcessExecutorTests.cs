using System.Diagnostics;
using ConcurrencyAnalyzers.Executors.Processes;
using ConcurrencyAnalyzers.Executors.Worker;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>What real workers do as long as nothing goes wrong.</summary>
[Collection(nameof(ProcessCollection))]
public sealed class ProcessExecutorTests
{
    [Fact]
    public async Task A_job_runs_in_another_process_and_what_it_throws_comes_back_as_text()
    {
        var handles = Census.Handles();
        await using (var executor = new ProcessExecutor(Workers.Options()))
        {
            Assert.Equal("ä\0€", await executor.RunAsync<Echo, string, string>("ä\0€").WaitAsync(Workers.Guard));
            var worker = await executor.RunAsync<Describe, string, Description>("").WaitAsync(Workers.Guard);
            Assert.NotEqual(Environment.ProcessId, worker.ProcessId);
            Assert.Equal((1, 1, false), (worker.WorkerId, worker.Attempt, worker.HasInput));
            var thrown = await Assert.ThrowsAsync<RemoteJobException>(() => executor.RunAsync<Fail, string, int>("why").WaitAsync(Workers.Guard));
            Assert.Equal(("Fail", "System.IO.InvalidDataException", "why"), (thrown.Job, thrown.TypeName, thrown.RemoteMessage));
            Assert.Contains("TimeoutException: inner", thrown.RemoteText);
            Assert.Contains("Fail.cs", thrown.ToString());
            Assert.Equal(worker.ProcessId, (await executor.RunAsync<Describe, string, Description>("").WaitAsync(Workers.Guard)).ProcessId);
        }

        await Census.WhenBackToAsync(handles);
    }

    [Fact]
    public async Task A_worker_has_the_environment_and_the_processors_that_it_is_given()
    {
        var options = Workers.Options() with { Environment = new Dictionary<string, string?> { ["OF_THE_TEST"] = "value", ["TMPDIR"] = "/no/such/folder" } };
        await using var executor = new ProcessExecutor(options);
        var worker = await executor.RunAsync<Describe, string, Description>("OF_THE_TEST").WaitAsync(Workers.Guard);
        Assert.Equal(("value", 1), (worker.Variable, worker.Processors));
        await using var larger = new ProcessExecutor(options with { ProcessorsPerWorker = 2 });
        Assert.Equal(2, (await larger.RunAsync<Describe, string, Description>("OF_THE_TEST").WaitAsync(Workers.Guard)).Processors);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task A_stream_has_an_outcome_for_each_item_in_the_order_of_the_source(int chunk)
    {
        await using var executor = new ProcessExecutor(Workers.Options(2));
        var items = Enumerable.Range(0, 200).Select(static number => number % 50 == 25 ? "" : $"{number}").ToArray();
        var outcomes = new List<Outcome<string, int>>();
        await foreach (var outcome in executor.MapAsync<Fail, string, int>(items, chunk))
        {
            outcomes.Add(outcome);
        }

        Assert.Equal(items, outcomes.Select(static outcome => outcome.Item));
        Assert.Equal(Enumerable.Range(0, items.Length).Select(static number => (long)number), outcomes.Select(static outcome => outcome.Index));
        Assert.All(outcomes, static outcome => Assert.Equal(outcome.Item, Assert.IsType<RemoteJobException>(outcome.Error).RemoteMessage));
        var values = new SortedDictionary<long, string>();
        await foreach (var outcome in executor.MapUnorderedAsync<Echo, string, string>(items, chunk))
        {
            values.Add(outcome.Index, outcome.Value);
        }

        Assert.Equal(items, values.Values);
    }

    // Little goes in and much comes out: neither end waits in a write for the other, which waits in its own.
    [Fact]
    public async Task A_chunk_of_many_items_does_not_get_stuck_between_full_pipes()
    {
        await using var executor = new ProcessExecutor(Workers.Options());
        var items = Enumerable.Range(0, 4000).Select(static number => $"{number:D36}").ToArray();
        var failed = 0;
        await foreach (var outcome in executor.MapAsync<Fail, string, int>(items, chunk: items.Length, cancellationToken: new CancellationTokenSource(Workers.Guard).Token))
        {
            failed += outcome.Error is RemoteJobException ? 1 : 0;
        }

        Assert.Equal(items.Length, failed);
    }

    [Fact]
    public async Task The_environment_is_the_one_that_the_executor_was_made_with()
    {
        var environment = new Dictionary<string, string?> { ["OF_THE_TEST"] = "before" };
        await using var executor = new ProcessExecutor(Workers.Options() with { Environment = environment });
        environment["OF_THE_TEST"] = "after";
        Assert.Equal("before", (await executor.RunAsync<Describe, string, Description>("OF_THE_TEST").WaitAsync(Workers.Guard)).Variable);
    }

    [Fact]
    public async Task A_text_that_fits_into_a_frame_is_let_through()
    {
        await using var executor = new ProcessExecutor(Workers.Options() with { MaxFrameBytes = 4096 });
        var text = new string('x', 3500);
        Assert.Equal(text, await executor.RunAsync<Echo, string, string>(text).WaitAsync(Workers.Guard));
    }

    [Fact]
    public async Task Leaving_a_stream_early_cancels_what_runs_and_leaves_the_workers()
    {
        await using var executor = new ProcessExecutor(Workers.Options(2));
        var taken = 0;
        IEnumerable<int> Items()
        {
            for (taken = 0; ; taken++)
            {
                yield return taken == 0 ? 0 : Timeout.Infinite;
            }
        }

        await foreach (var outcome in executor.MapAsync<Patient, int, int>(Items()))
        {
            Assert.Equal(0, outcome.Value);
            break;
        }

        Assert.InRange(taken, 1, 9);
        using var cancellation = new CancellationTokenSource();
        var stream = executor.MapUnorderedAsync<Patient, int, int>(Items(), chunk: 3, cancellationToken: cancellation.Token).GetAsyncEnumerator();
        var next = stream.MoveNextAsync();
        cancellation.Cancel();
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next)).CancellationToken);
        Assert.InRange((await executor.RunAsync<Describe, string, Description>("").WaitAsync(Workers.Guard)).WorkerId, 1, 2);
    }

    [Fact]
    public async Task Progress_crosses_in_order_with_the_last_report()
    {
        await using var executor = new ProcessExecutor(Workers.Options());
        var heard = new List<JobProgress>();
        Assert.Equal(10_000, await executor.RunAsync<Reports, int, int>(10_000, progress: new Sink(heard)).WaitAsync(Workers.Guard));
        Assert.Equal(heard.OrderBy(static one => one.Done), heard);
        Assert.Equal(new JobProgress(10_000, 10_000, "10000 of 10000"), heard[^1]);
    }

    [Fact]
    public async Task A_cancelled_job_heeds_its_token_and_its_worker_goes_on()
    {
        await using var executor = new ProcessExecutor(Workers.Options());
        using var cancellation = new CancellationTokenSource();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = executor.RunAsync<Patient, int, int>(Timeout.Infinite, progress: new Call(began), cancellationToken: cancellation.Token);
        await began.Task.WaitAsync(Workers.Guard);
        cancellation.Cancel();
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Workers.Guard))).CancellationToken);
        Assert.Equal(1, (await executor.RunAsync<Describe, string, Description>("").WaitAsync(Workers.Guard)).WorkerId);
    }

    [Fact]
    public async Task A_worker_that_is_recycled_exits_by_itself_and_strands_nothing()
    {
        var exits = new List<WorkerExitedEventArgs>();
        await using (var executor = new ProcessExecutor(Workers.Options() with { MaxJobsPerWorker = 5 }))
        {
            executor.WorkerExited += (_, args) =>
            {
                lock (exits)
                {
                    exits.Add(args);
                }
            };
            var workers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => executor.RunAsync<Describe, string, Description>(""))).WaitAsync(Workers.Guard);
            Assert.Equal([1, 2, 3, 4], workers.Select(static worker => worker.WorkerId).Distinct().Order());
        }

        lock (exits)
        {
            Assert.All(exits.Where(static exit => exit.Reason == WorkerExitReason.Recycled), static exit => Assert.Equal((0, 5), (exit.ExitCode, exit.Jobs)));
        }
    }

    [Fact]
    public async Task The_activity_of_the_caller_is_the_parent_of_that_in_the_worker()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ExecutorTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        var ended = new List<Activity>();
        listener.ActivityStopped = activity =>
        {
            lock (ended)
            {
                ended.Add(activity);
            }
        };
        ActivitySource.AddActivityListener(listener);
        await using var executor = new ProcessExecutor(Workers.Options() with { Name = "traced" });
        using var caller = new Activity("caller").Start();
        await executor.RunAsync<Echo, string, string>("").WaitAsync(Workers.Guard);
        Assert.Same(caller, Activity.Current);
        lock (ended)
        {
            var activity = Assert.Single(ended, static one => Equals(one.GetTagItem("executor.name"), "traced"));
            Assert.Equal(caller.Id, activity.ParentId);
            Assert.Equal(("Echo", "done"), (activity.GetTagItem("job.name"), activity.GetTagItem("outcome")));
        }
    }

    [Fact]
    public void A_program_that_cannot_be_its_own_worker_is_told_what_to_do()
    {
        var thrown = Assert.Throws<InvalidOperationException>(static () => new ProcessExecutor());
        Assert.Contains("ProcessWorker.TryRunAsync", thrown.Message);
        Assert.Contains("ProcessExecutorOptions.WorkerCommand", thrown.Message);
    }

    [Fact]
    public async Task A_job_that_is_not_registered_and_options_that_make_no_sense_are_refused()
    {
        await using var executor = new ProcessExecutor(Workers.Options());
        Assert.Throws<ArgumentException>(() => { _ = executor.RunAsync<Held, byte[], byte[]>([]); });
        Assert.Throws<ArgumentException>(() => executor.MapAsync<Held, byte[], byte[]>([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => executor.MapAsync<Echo, string, string>([], chunk: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = executor.RunAsync<Echo, string, string>("", new JobOptions { Timeout = TimeSpan.Zero }); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = executor.RunAsync<Echo, string, string>("", new JobOptions { MaxAttempts = 0 }); });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessExecutor(Workers.Options() with { MaxAttempts = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessExecutor(Workers.Options() with { JobTimeout = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProcessExecutor(Workers.Options() with { MaxFrameBytes = 4095 }));
    }

    private sealed class Sink(List<JobProgress> heard) : IProgress<JobProgress>
    {
        public void Report(JobProgress value) => heard.Add(value);
    }

    private sealed class Call(TaskCompletionSource began) : IProgress<JobProgress>
    {
        public void Report(JobProgress value) => began.TrySetResult();
    }
}
