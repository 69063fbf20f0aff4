using System.Diagnostics;
using System.Globalization;
using ConcurrencyAnalyzers.Executors.Processes;
using ConcurrencyAnalyzers.Executors.Worker;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>
/// What can happen to workers, with real ones. In every case the other jobs finish, each job ends once, with a result or an error that says what happened, the executor has workers afterwards, and no process and no
/// handle is left behind.
/// </summary>
[Collection(nameof(ProcessCollection))]
public sealed class FaultTests
{
    private const int SigKill = 9;
    private const int SigAbort = 6;
    private const int SigSegv = 11;

    [Fact]
    public async Task Killed_by_the_system()
    {
        var crash = Assert.IsType<WorkerCrashedException>(await FaultAsync(Workers.Options(2), CrashKind.Kill));
        Assert.Equal((128 + SigKill, SigKill), (crash.ExitCode, crash.Signal));
        Assert.Equal(("Crash", 1), (crash.Job, crash.Attempt));
    }

    [Fact]
    public async Task Exits()
    {
        var crash = Assert.IsType<WorkerCrashedException>(await FaultAsync(Workers.Options(2), CrashKind.Exit));
        Assert.Equal((7, null), (crash.ExitCode, crash.Signal));
    }

    [Fact]
    public async Task Fails_fast()
    {
        var crash = Assert.IsType<WorkerCrashedException>(await FaultAsync(Workers.Options(2), CrashKind.FailFast));
        Assert.Equal(SigAbort, crash.Signal);
        Assert.Contains(crash.StandardError, static line => line.Contains("failed fast", StringComparison.Ordinal));
        Assert.Contains("failed fast", crash.Message);
    }

    [Fact]
    public async Task Overflows_its_stack()
    {
        var crash = Assert.IsType<WorkerCrashedException>(await FaultAsync(Workers.Options(2), CrashKind.StackOverflow));
        Assert.Equal(SigAbort, crash.Signal);
    }

    [Fact]
    public async Task Violates_memory()
    {
        var crash = Assert.IsType<WorkerCrashedException>(await FaultAsync(Workers.Options(2), CrashKind.AccessViolation));
        Assert.True(crash.Signal is SigAbort or SigSegv, $"{crash.Signal}");
    }

    [Fact]
    public async Task Throws_on_another_thread()
    {
        var crash = Assert.IsType<WorkerCrashedException>(await FaultAsync(Workers.Options(2), CrashKind.ExceptionOnAnotherThread));
        Assert.Equal(SigAbort, crash.Signal);
        Assert.Contains(crash.StandardError, static line => line.Contains("on another thread", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Never_comes_to_an_end()
    {
        var options = Workers.Options(2);
        var thrown = await FaultAsync(options, static executor => executor.RunAsync<Endless, bool, int>(true, new JobOptions { Timeout = TimeSpan.FromMilliseconds(200) }));
        Assert.IsType<TimeoutException>(thrown);
    }

    [Fact]
    public async Task Ignores_its_cancellation()
    {
        var options = Workers.Options(2) with { CancelGrace = TimeSpan.FromMilliseconds(100) };
        using var cancellation = new CancellationTokenSource();
        var thrown = await FaultAsync(options, async executor =>
        {
            var began = new Began();
            var run = executor.RunAsync<Endless, bool, int>(true, progress: began, cancellationToken: cancellation.Token);
            await began.Task.WaitAsync(Workers.Guard);
            cancellation.Cancel();
            await run;
        });
        Assert.Equal(cancellation.Token, Assert.IsAssignableFrom<OperationCanceledException>(thrown).CancellationToken);
    }

    [Fact]
    public async Task Leaves_its_children_to_be_killed_with_it()
    {
        var child = 0;
        using var cancellation = new CancellationTokenSource();
        var thrown = await FaultAsync(Workers.Options(2) with { CancelGrace = TimeSpan.FromMilliseconds(100) }, async executor =>
        {
            var began = new Began();
            var run = executor.RunAsync<Fork, int, int>(600, progress: began, cancellationToken: cancellation.Token);
            child = (int)(await began.Task.WaitAsync(Workers.Guard)).Done;
            Assert.True(Census.Exists(child));
            cancellation.Cancel();
            await run;
        });
        Assert.IsAssignableFrom<OperationCanceledException>(thrown);
        await Census.WhenGoneAsync(child);
    }

    [Fact]
    public async Task Runs_out_of_memory_under_its_limit_and_lives()
    {
        var pids = new HashSet<int>();
        var thrown = await FaultAsync(Workers.Options(1) with { HeapHardLimit = 64 << 20 }, async executor =>
        {
            pids.Add((await executor.RunAsync<Describe, string, Description>("")).ProcessId);
            var remote = await Assert.ThrowsAsync<RemoteJobException>(() => executor.RunAsync<Allocate, long, long>(0));
            pids.Add((await executor.RunAsync<Describe, string, Description>("")).ProcessId);
            throw remote;
        });
        Assert.Equal("System.OutOfMemoryException", Assert.IsType<RemoteJobException>(thrown).TypeName);
        Assert.Single(pids);
    }

    [Fact]
    public async Task Floods_its_outputs()
    {
        var lines = 0;
        var options = Workers.Options(2) with { OnOutput = line => Interlocked.Add(ref lines, line.Line.StartsWith(line.IsError ? "error " : "out ", StringComparison.Ordinal) && line.Line.Length <= 4096 ? 1 : 0) };
        Assert.Null(await FaultAsync(options, static async executor => Assert.Equal(5_000, await executor.RunAsync<Flood, int, int>(5_000))));
        Assert.Equal(10_000, lines);
    }

    [Fact]
    public async Task The_disk_is_full_for_its_output()
    {
        // Wherever it is written to: here by whoever forwards it, there by the job itself.
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var options = Workers.Options(2) with { OnOutput = _ => full.WriteByte(1) };
        var thrown = await FaultAsync(options, static async executor =>
        {
            Assert.Equal(100, await executor.RunAsync<Flood, int, int>(100));
            await executor.RunAsync<Fill, string, int>("/dev/full");
        });
        Assert.Equal("System.IO.IOException", Assert.IsType<RemoteJobException>(thrown).TypeName);
    }

    [Fact]
    public async Task Never_answers_the_handshake()
    {
        var thrown = await StartFaultAsync(BadWorker.Silent, static options => options with { StartTimeout = TimeSpan.FromMilliseconds(300), MaxStartFailures = 2 });
        Assert.Contains("killed", thrown.Message);
    }

    [Fact]
    public async Task Ends_before_the_handshake_again_and_again()
    {
        var exits = 0;
        var thrown = await StartFaultAsync(BadWorker.Dies, static options => options, args =>
        {
            Assert.Equal((WorkerExitReason.FailedToStart, 3), (args.Reason, args.ExitCode));
            Interlocked.Increment(ref exits);
        });
        Assert.Contains("no library, no work", thrown.Message);
        Assert.Equal(3, exits);
    }

    [Fact]
    public async Task Does_not_have_the_key() => Assert.Contains("it does not have the key", (await StartFaultAsync(BadWorker.Stranger, static options => options with { MaxStartFailures = 1 })).Message);

    [Fact]
    public async Task Has_another_registry()
    {
        var thrown = await StartFaultAsync(null, static options => options with { WorkerCommand = Workers.Command with { Arguments = [.. Workers.Command.Arguments, nameof(Jobs.RegisterOthers)] } });
        Assert.Contains(new JobRegistry(Jobs.Register).Hash, thrown.Message);
        Assert.Contains(new JobRegistry(Jobs.RegisterOthers).Hash, thrown.Message);
    }

    [Fact]
    public async Task Speaks_another_version()
    {
        var thrown = await StartFaultAsync(BadWorker.OtherVersion, static options => options);
        Assert.Contains($"version {Handshake.Version + 1} of the protocol, this process version {Handshake.Version}", thrown.Message);
    }

    [Fact]
    public async Task Is_no_program_at_all()
    {
        var thrown = await StartFaultAsync(null, static options => options with { WorkerCommand = new WorkerCommand("/no/such/program") });
        Assert.Contains("/no/such/program", thrown.Message);
    }

    [Fact]
    public async Task Closes_its_pipe_in_the_middle_of_a_frame()
    {
        var handles = Census.Handles();
        await using (var executor = new ProcessExecutor(Workers.Options() with { WorkerCommand = Workers.Bad(BadWorker.HalfFrame) }))
        {
            for (var i = 0; i < 3; i++)
            {
                var crash = await Assert.ThrowsAsync<WorkerCrashedException>(() => executor.RunAsync<Echo, string, string>("").WaitAsync(Workers.Guard));
                Assert.Contains("in the middle of a frame", crash.Message);
            }
        }

        await Census.WhenBackToAsync(handles);
    }

    [Fact]
    public async Task Answers_what_it_was_not_asked()
    {
        var handles = Census.Handles();
        await using (var executor = new ProcessExecutor(Workers.Options() with { WorkerCommand = Workers.Bad(BadWorker.AnswersTwice) }))
        {
            // The first answer counts. The second brings it down, perhaps with the next job, which it has got by then.
            Assert.Equal("bad", await executor.RunAsync<Echo, string, string>("").WaitAsync(Workers.Guard));
            for (var i = 0; i < 5; i++)
            {
                var thrown = await Record.ExceptionAsync(() => executor.RunAsync<Echo, string, string>("").WaitAsync(Workers.Guard));
                Assert.True(thrown is null || (thrown is WorkerCrashedException && thrown.Message.Contains("which it was not asked for", StringComparison.Ordinal)), $"{thrown}");
            }
        }

        await Census.WhenBackToAsync(handles);
    }

    [Fact]
    public async Task The_parent_is_killed()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var parent = Process.Start(new ProcessStartInfo(Workers.Command.FileName, [.. Workers.Command.Arguments, nameof(Parent), file]) { RedirectStandardError = true })!;
        try
        {
            for (var waited = 0; !File.Exists(file) || new FileInfo(file).Length == 0; waited++)
            {
                Assert.False(parent.HasExited || waited == 12_000, "The parent did not come so far.");
                await Task.Delay(10);
            }

            int[] workers = [.. Children(parent.Id)];
            Assert.Equal(2, workers.Length);
            Assert.Contains(int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture), workers);
            parent.Kill();
            await parent.WaitForExitAsync().WaitAsync(Workers.Guard);
            foreach (var worker in workers)
            {
                await Census.WhenGoneAsync(worker);
            }
        }
        finally
        {
            parent.Kill(entireProcessTree: true);
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Is_poisoned_by_a_job()
    {
        var thrown = await FaultAsync(Workers.Options(2) with { MaxAttempts = 3 }, static executor => executor.RunAsync<CrashUntil, int, int>(4));
        Assert.Equal(3, Assert.IsType<PoisonedJobException>(thrown).Attempts);
        Assert.Null(await FaultAsync(Workers.Options(2) with { MaxAttempts = 3 }, static async executor => Assert.Equal(3, await executor.RunAsync<CrashUntil, int, int>(3))));
    }

    [Fact]
    public async Task Crashes_again_and_again_among_many_items()
    {
        var handles = Census.Handles();
        await using (var executor = new ProcessExecutor(Workers.Options(2)))
        {
            var kinds = Enumerable.Range(0, 60).Select(static number => number % 20 == 10 ? CrashKind.Kill : CrashKind.None).ToArray();
            var outcomes = new List<Outcome<CrashKind, int>>();
            await foreach (var outcome in executor.MapAsync<Crash, CrashKind, int>(kinds, chunk: 4, new JobOptions { MaxAttempts = 2 }))
            {
                outcomes.Add(outcome);
            }

            Assert.Equal(kinds, outcomes.Select(static outcome => outcome.Item));
            Assert.Equal(kinds.Select(static kind => kind == CrashKind.None), outcomes.Select(static outcome => outcome.Ok));
            Assert.All(outcomes.Where(static outcome => !outcome.Ok), static outcome => Assert.IsType<PoisonedJobException>(outcome.Error));
        }

        await Census.WhenBackToAsync(handles);
    }

    private static Task<Exception?> FaultAsync(ProcessExecutorOptions options, CrashKind kind) => FaultAsync(options, executor => executor.RunAsync<Crash, CrashKind, int>(kind));

    // What the fault throws.
    private static async Task<Exception?> FaultAsync(ProcessExecutorOptions options, Func<ProcessExecutor, Task> fault)
    {
        var handles = Census.Handles();
        Exception? thrown;
        await using (var executor = new ProcessExecutor(options))
        {
            await executor.StartAsync().WaitAsync(Workers.Guard);
            var before = Others(executor, 20);
            var faulty = fault(executor);
            var behind = Others(executor, 20);
            thrown = await Record.ExceptionAsync(() => faulty.WaitAsync(Workers.Guard));
            await Task.WhenAll(before, behind).WaitAsync(Workers.Guard);
            await Others(executor, 5).WaitAsync(Workers.Guard);
            await executor.StartAsync().WaitAsync(Workers.Guard);
        }

        await Census.WhenBackToAsync(handles);
        return thrown;
    }

    private static async Task Others(ProcessExecutor executor, int count)
    {
        var values = Enumerable.Range(0, count).Select(static number => number.ToString(CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(values, await Task.WhenAll(values.Select(value => executor.RunAsync<Echo, string, string>(value))));
    }

    private static async Task<WorkerStartException> StartFaultAsync(string? mode, Func<ProcessExecutorOptions, ProcessExecutorOptions> change, Action<WorkerExitedEventArgs>? onExited = null)
    {
        var handles = Census.Handles();
        var failures = new List<Exception>();
        WorkerStartException thrown;
        var told = 0;
        await using (var executor = new ProcessExecutor(change(Workers.Options() with { WorkerCommand = mode is null ? Workers.Command : Workers.Bad(mode) })))
        {
            executor.WorkerExited += (_, args) =>
            {
                onExited?.Invoke(args);
                Interlocked.Increment(ref told);
            };
            var jobs = Enumerable.Range(0, 3).Select(_ => executor.RunAsync<Echo, string, string>("")).ToArray();
            foreach (var job in jobs)
            {
                failures.Add(await Assert.ThrowsAsync<WorkerStartException>(() => job.WaitAsync(Workers.Guard)));
            }

            thrown = await Assert.ThrowsAsync<WorkerStartException>(() => executor.RunAsync<Echo, string, string>("").WaitAsync(Workers.Guard));
            for (var waited = 0; onExited is not null && Volatile.Read(ref told) < 3; waited++)
            {
                Assert.True(waited < 3000, "Nobody was told of an end.");
                await Task.Delay(10);
            }
        }

        Assert.Equal(3, failures.Count);
        await Census.WhenBackToAsync(handles);
        return thrown;
    }

    private static IEnumerable<int> Children(int parent)
    {
        foreach (var path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) && Census.ParentOf(id) == parent)
            {
                yield return id;
            }
        }
    }

    private sealed class Began : IProgress<JobProgress>
    {
        private readonly TaskCompletionSource<JobProgress> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<JobProgress> Task => first.Task;

        public void Report(JobProgress value) => first.TrySetResult(value);
    }
}
