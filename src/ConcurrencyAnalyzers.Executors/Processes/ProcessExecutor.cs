using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>
/// Worker processes for jobs that may crash, leak, or not come back: own memory, a time after which they are really over, and nothing lost but the job itself. Threads of this process can be neither
/// stopped nor contained.
/// </summary>
/// <remarks>
/// <para>It contains faults. It is no sandbox: a worker may do what this program may do, with the same files, network and user. Do not give it code or input of somebody who is out to do harm.</para>
/// <para>All members may be used from any thread at once. Jobs start in the order in which they were handed in, each on the first worker that is free, and never more at once than the degree. A call with a
/// small input costs about two switches between threads more than a pipe: jobs below 100 µs are worth it in chunks (<see cref="MapAsync"/>).</para>
/// <para>A job ends once: with its result; with <see cref="RemoteJobException"/>, if it threw; canceled, with the caller's token; with <see cref="TimeoutException"/>, when it was over its time and its worker
/// killed; with <see cref="WorkerCrashedException"/>, when its worker was gone, or <see cref="PoisonedJobException"/>, after as many workers as it may have; with <see cref="ExecutorStoppedException"/>,
/// when the executor ended before it; with <see cref="WorkerStartException"/>, when there are no workers.</para>
/// <para>A worker that is gone is replaced, at once, or after up to a second if the one before did nothing but end, too. When several in a row do not even start, or a worker is not of this build, the
/// executor gives up: that is the environment, not a job.</para>
/// <para>Workers do not outlive this process, however it ends: their standard input ends with it. A job gets its token cancelled then, and <see cref="ProcessExecutorOptions.CancelGrace"/>, of 30 seconds at
/// most. What a job itself has started is killed with its worker, but not if the worker crashed.</para>
/// </remarks>
public sealed class ProcessExecutor : IJobDispatcher, IAsyncDisposable
{
    private readonly ProcessExecutorOptions options;
    private readonly JobRegistry registry;
    private readonly WorkerPool pool;

    /// <summary>An executor, without any worker yet.</summary>
    /// <param name="options">Null for all defaults.</param>
    /// <exception cref="ArgumentException">The name is null or empty, or the clock is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number makes no sense, or a timeout is too long for a timer (49 days).</exception>
    /// <exception cref="InvalidOperationException">This program cannot be run once more as a worker, because it has not called <see cref="ProcessWorker.TryRunAsync"/>; test hosts and notebooks have not. Then
    /// <see cref="ProcessExecutorOptions.WorkerCommand"/> and <see cref="ProcessExecutorOptions.Jobs"/> have to be set.</exception>
    public ProcessExecutor(ProcessExecutorOptions? options = null)
        : this((options ?? new ProcessExecutorOptions()).Checked(), null)
    {
    }

    internal ProcessExecutor(ProcessExecutorOptions options, IWorkerLauncher? launcher)
    {
        this.options = options;
        var command = launcher is null ? options.WorkerCommand ?? WorkerCommands.OwnProgram() : null;
        registry = new JobRegistry(options.Jobs ?? WorkerProgram.Register ?? throw new InvalidOperationException($"{nameof(ProcessExecutorOptions)}.{nameof(ProcessExecutorOptions.Jobs)} has to be set."));
        pool = new WorkerPool(options, launcher ?? new ProcessLauncher(options, command!, WorkerContract.Of(registry)), exited => WorkerExited?.Invoke(this, exited));
    }

    /// <summary>A worker process has ended, for whatever reason. Raised on the thread pool, once its jobs have ended or gone to others.</summary>
    public event EventHandler<WorkerExitedEventArgs>? WorkerExited;

    /// <summary>As given by its options.</summary>
    public string Name => options.Name;

    /// <summary>Runs a job in a worker.</summary>
    /// <param name="input">Written before this call comes back, so that it may change afterwards.</param>
    /// <param name="options">What is different for this job.</param>
    /// <param name="progress">Gets what the job reports, in order, before the task ends. It is called by the thread that looks after the worker, and must not block; <see cref="Progress{T}"/> does not.</param>
    /// <param name="cancellationToken">Cancelled before a worker has the job: it never runs. Cancelled later: the job sees it on its token, and its worker is killed if it goes on for longer than
    /// <see cref="ProcessExecutorOptions.CancelGrace"/>. A result that comes all the same counts.</param>
    /// <returns>A task with the outcome, as the remarks of the type list them.</returns>
    /// <exception cref="ArgumentException">The job is not registered, or its input is larger than <see cref="ProcessExecutorOptions.MaxFrameBytes"/> allow. What the serializer throws comes out, too.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="options"/> make no sense.</exception>
    /// <exception cref="ObjectDisposedException">The executor is disposed, or about to be.</exception>
    public Task<TOut> RunAsync<TJob, TIn, TOut>(TIn input, JobOptions options = default, IProgress<JobProgress>? progress = null, CancellationToken cancellationToken = default)
        where TJob : IProcessJob<TIn, TOut>
    {
        var codec = TJob.Codec;
        var call = CreateCall(TJob.Name, codec.Input, input, codec.Output, options, progress, cancellationToken);
        Submit(call);
        return call.Task;
    }

    /// <summary>Runs a job on each item, as many at once as there are workers: for each its value or its error, in the order of the source. No item makes the stream throw or cancels another.</summary>
    /// <param name="source">The items. Read as the results are taken: two chunks for each worker are on their way at most, and as many wait for the reader.</param>
    /// <param name="chunk">How many items go to a worker together, at least 1: what they cost on their way is shared. A worker that ends brings an end to all of its chunk that it has not told the results of;
    /// with <see cref="JobOptions.MaxAttempts"/> above 1 these are tried again one by one, so that only the item that ends workers is lost. The time limit is of each item.</param>
    /// <param name="options">What is different for these jobs.</param>
    /// <param name="cancellationToken">Ends the stream, as leaving it does: what has not started does not, what runs is cancelled, and waited for.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="chunk"/> is 0 or negative, or <paramref name="options"/> make no sense.</exception>
    /// <exception cref="ArgumentException">The job is not registered.</exception>
    /// <remarks>What ends the executor ends the stream: <see cref="WorkerStartException"/>, <see cref="ExecutorStoppedException"/> and <see cref="ObjectDisposedException"/> are thrown.</remarks>
    public IAsyncEnumerable<Outcome<TIn, TOut>> MapAsync<TJob, TIn, TOut>(IEnumerable<TIn> source, int chunk = 1, JobOptions options = default, CancellationToken cancellationToken = default)
        where TJob : IProcessJob<TIn, TOut>
    {
        var select = CreateSelector<TJob, TIn, TOut>(source, chunk, options);
        return Flatten(Number(source, chunk).SelectConcurrent(ChunksAtOnce, select, cancellationToken: cancellationToken));
    }

    /// <summary>As <see cref="MapAsync"/>, with results as they come: in the order in which chunks are done.</summary>
    /// <inheritdoc cref="MapAsync" path="/param"/>
    /// <inheritdoc cref="MapAsync" path="/exception"/>
    /// <inheritdoc cref="MapAsync" path="/remarks"/>
    public IAsyncEnumerable<Outcome<TIn, TOut>> MapUnorderedAsync<TJob, TIn, TOut>(IEnumerable<TIn> source, int chunk = 1, JobOptions options = default, CancellationToken cancellationToken = default)
        where TJob : IProcessJob<TIn, TOut>
    {
        var select = CreateSelector<TJob, TIn, TOut>(source, chunk, options);
        return Flatten(Number(source, chunk).SelectConcurrentUnordered(ChunksAtOnce, select, cancellationToken: cancellationToken));
    }

    /// <summary>Runs a job in a worker, given and giving bytes.</summary>
    /// <inheritdoc cref="IJobDispatcher.InvokeAsync" path="/param"/>
    /// <inheritdoc cref="IJobDispatcher.InvokeAsync" path="/returns"/>
    /// <exception cref="ArgumentException">There is no such job.</exception>
    /// <exception cref="ObjectDisposedException">The executor is disposed, or about to be.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> InvokeAsync(string job, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        var call = CreateCall(job, MemorySerializer.Instance, payload, BytesSerializer.Instance, default, null, cancellationToken);
        Submit(call);
        return await call.Task.ConfigureAwait(false);
    }

    /// <summary>Starts all workers, instead of each with its first job.</summary>
    /// <param name="cancellationToken">Ends the wait, not the start.</param>
    /// <returns>A task that ends when all are ready.</returns>
    /// <exception cref="WorkerStartException">When awaited: they do not start.</exception>
    /// <exception cref="ObjectDisposedException">The executor is disposed, or about to be.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => pool.StartAsync(cancellationToken);

    /// <summary>Accepts nothing more and kills all workers at once. Jobs that have not ended fail with <see cref="ExecutorStoppedException"/>.</summary>
    /// <returns>A task that ends when the processes are gone.</returns>
    public Task KillAsync() => pool.EndAsync(kills: true);

    /// <summary>
    /// Accepts nothing more, lets what was handed in finish, and ends the workers. When that takes longer than <see cref="ProcessExecutorOptions.DrainTimeout"/>, jobs that have not started fail with
    /// <see cref="ExecutorStoppedException"/>, the others are cancelled, and killed if they do not heed it within <see cref="ProcessExecutorOptions.CancelGrace"/>. Calling it again waits for the same end.
    /// </summary>
    public ValueTask DisposeAsync() => new(pool.EndAsync(kills: false));

    // One that runs and one that is there when it ends, for each worker.
    private Degree ChunksAtOnce => Degree.Of((int)Math.Min(int.MaxValue, 2L * options.Degree.Value));

    private static IEnumerable<(long First, TIn[] Items)> Number<TIn>(IEnumerable<TIn> source, int chunk)
    {
        var first = 0L;
        foreach (var items in source.Chunk(chunk))
        {
            yield return (first, items);
            first += items.Length;
        }
    }

    private static async IAsyncEnumerable<Outcome<TIn, TOut>> Flatten<TIn, TOut>(IAsyncEnumerable<Outcome<TIn, TOut>[]> chunks, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reader = chunks.GetAsyncEnumerator(cancellationToken);
        await using (reader.ConfigureAwait(false))
        {
            while (await MoveAsync(reader).ConfigureAwait(false))
            {
                foreach (var outcome in reader.Current)
                {
                    yield return outcome;
                }
            }
        }
    }

    private static async ValueTask<bool> MoveAsync<T>(IAsyncEnumerator<T> reader)
    {
        try
        {
            return await reader.MoveNextAsync().ConfigureAwait(false);
        }
        catch (AggregateException several) when (several.InnerExceptions.All(EndsStreams))
        {
            // The executor has ended, as each of the chunks says.
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
            throw;
        }
    }

    private static bool EndsStreams(Exception exception) => exception is WorkerStartException or ExecutorStoppedException or ObjectDisposedException;

    private Func<(long First, TIn[] Items), CancellationToken, ValueTask<Outcome<TIn, TOut>[]>> CreateSelector<TJob, TIn, TOut>(IEnumerable<TIn> source, int chunk, JobOptions options)
        where TJob : IProcessJob<TIn, TOut>
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunk);
        Check(options);
        registry.NumberOf(TJob.Name);
        return (items, token) => RunChunkAsync<TJob, TIn, TOut>(items.First, items.Items, options, token);
    }

    private async ValueTask<Outcome<TIn, TOut>[]> RunChunkAsync<TJob, TIn, TOut>(long first, TIn[] items, JobOptions options, CancellationToken cancellationToken)
        where TJob : IProcessJob<TIn, TOut>
    {
        var codec = TJob.Codec;
        var outcomes = new Outcome<TIn, TOut>[items.Length];
        var calls = new TypedCall<TOut>?[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            try
            {
                calls[i] = CreateCall(TJob.Name, codec.Input, items[i], codec.Output, options, null, cancellationToken);
            }
            catch (Exception exception)
            {
                outcomes[i] = new Outcome<TIn, TOut>(items[i], first + i, default!, exception);
            }
        }

        Submit([.. calls.OfType<PendingCall>()]);
        Exception? end = null;
        for (var i = 0; i < items.Length; i++)
        {
            if (calls[i] is not { } call)
            {
                continue;
            }

            try
            {
                outcomes[i] = new Outcome<TIn, TOut>(items[i], first + i, await call.Task.ConfigureAwait(false), null);
            }
            catch (Exception exception)
            {
                outcomes[i] = new Outcome<TIn, TOut>(items[i], first + i, default!, exception);
                if (EndsStreams(exception) || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
                {
                    end ??= exception;
                }
            }
        }

        return end is null ? outcomes : throw end;
    }

    private TypedCall<TOut> CreateCall<TIn, TOut>(
        string job, IJobSerializer<TIn> input, TIn value, IJobSerializer<TOut> output, JobOptions jobOptions, IProgress<JobProgress>? progress, CancellationToken cancellationToken)
    {
        Check(jobOptions);
        var number = registry.NumberOf(job);
        var call = new TypedCall<TOut>(job, output, jobOptions, options, progress, cancellationToken) { Activity = ExecutorTelemetry.StartActivity(pool, job) };
        try
        {
            JobFrame.Begin(call.Input, number, call.Activity?.Id ?? System.Diagnostics.Activity.Current?.Id);
            input.Write(value, call.Input);
            call.Input.End();
            return call;
        }
        catch (Exception exception)
        {
            call.Activity?.Dispose();
            call.Dispose();
            if (exception is FrameException)
            {
                throw new ArgumentException($"The input of the job '{job}' is too large: {exception.Message}.", nameof(input), exception);
            }

            throw;
        }
    }

    private void Submit(PendingCall call) => Submit([call]);

    private void Submit(PendingCall[] calls)
    {
        foreach (var call in calls)
        {
            if (call.CancellationToken.CanBeCanceled)
            {
                call.Registration = call.CancellationToken.UnsafeRegister(
                    static state =>
                    {
                        var (pool, call) = ((WorkerPool, PendingCall))state!;
                        pool.Cancel(call);
                    },
                    (pool, call));
            }
        }

        pool.Submit(calls);
    }

    private static void Check(JobOptions options)
    {
        if (options.Timeout is { } timeout)
        {
            ProcessExecutorOptions.CheckLimit(timeout, nameof(JobOptions.Timeout));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxAttempts ?? 1, nameof(JobOptions.MaxAttempts));
    }
}
