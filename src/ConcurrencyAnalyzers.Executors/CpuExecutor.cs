using System;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// Threads of its own for work that computes: however much of it there is, the thread pool, and with it timers, requests and continuations, goes on as if there were none.
/// </summary>
/// <remarks>
/// <para>All members may be used from any thread at once, also from work that runs here.</para>
/// <para>Work starts in the order in which it was accepted, never more than <see cref="Degree"/> of it at once. It runs in its caller's <see cref="ExecutionContext"/> and without a
/// <see cref="SynchronizationContext"/>; <see cref="TaskScheduler.Current"/> is the default one. What awaits it goes on elsewhere.</para>
/// <para>Work that waits for other work of the same executor runs it then and there, unless it runs already; it never runs anything else meanwhile. So waiting within an executor cannot
/// exhaust its threads.</para>
/// <para>Work that is cancelled before it starts is canceled at once. Without a <see cref="CpuExecutorOptions.QueueCapacity"/> the memory of its delegate is let go when a thread comes by its place in the queue.</para>
/// <para>Threads start when they are needed, are background threads, and stay until the executor is disposed.</para>
/// </remarks>
public sealed partial class CpuExecutor : IAsyncDisposable
{
    private static readonly Lazy<CpuExecutor> LazyShared = new(static () => new CpuExecutor(new CpuExecutorOptions { Name = "shared cpu" }));

    private readonly LaneThreads threads;
    private readonly LaneQueue queue;
    private readonly TimeSpan drainTimeout;
    private readonly Lock gate = new();

    // Guarded by gate. Set by the first disposal, awaited by all.
    private Task? disposal;

    /// <summary>An executor that nobody else shares. Two of them, busy, have more threads than there are cores: prefer <see cref="Shared"/>, unless work has to be kept apart.</summary>
    /// <param name="options">Null for all defaults.</param>
    /// <exception cref="ArgumentException">The name is null or empty, or the clock is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The capacity or the drain timeout is negative, the timeout is too long for a timer (49 days), or <see cref="CpuExecutorOptions.WhenFull"/> is
    /// none of its values.</exception>
    public CpuExecutor(CpuExecutorOptions? options = null)
    {
        options ??= new CpuExecutorOptions();
        options.Check();
        Name = options.Name;
        Degree = options.Degree.Value;
        drainTimeout = options.DrainTimeout;
        threads = new LaneThreads(Name, Degree, maxSearching: 1, spins: true, Timeout.InfiniteTimeSpan, options.TimeProvider);
        queue = threads.CreateQueue(Name, Degree, options.QueueCapacity, options.WhenFull);
        queue.MakeAlone();
    }

    /// <summary>The one for the whole process: a thread for each core, a queue without limit. It cannot be disposed; its threads do not keep the process alive.</summary>
    public static CpuExecutor Shared => LazyShared.Value;

    /// <summary>As given by <see cref="CpuExecutorOptions.Name"/>.</summary>
    public string Name { get; }

    /// <summary>How many threads it may have, at least 1.</summary>
    public int Degree { get; }

    /// <summary>
    /// The executor as a scheduler: <c>new ParallelOptions { TaskScheduler = executor.Scheduler }</c> moves a loop of <see cref="Parallel"/> here and leaves its code as it is. Degree, order and
    /// waiting are as for the executor's own work. Its tasks are not subject to <see cref="CpuExecutorOptions.QueueCapacity"/>, as a scheduler can refuse nothing, and disposal waits for them
    /// without limit. To queue a task after disposal fails with <see cref="TaskSchedulerException"/> around <see cref="ObjectDisposedException"/>.
    /// </summary>
    /// <remarks>Not for asynchronous code: what follows an <c>await</c> in a task that was started with a scheduler comes back to it, for each <c>await</c>.</remarks>
    public TaskScheduler Scheduler => queue.Scheduler;

    internal LaneThreads Threads => threads;

    /// <summary>Runs synchronous work on one of the executor's threads.</summary>
    /// <param name="work">Its token is cancelled by <paramref name="cancellationToken"/>, and when the executor is disposed and its time to drain is over.</param>
    /// <param name="cancellationToken">Cancelled before the work starts: it is taken out of the queue and never runs. Cancelled later: the work sees it on its token, and its task is canceled,
    /// with this token, if it throws <see cref="OperationCanceledException"/> for it.</param>
    /// <returns>A task with the outcome of the work. It fails with <see cref="ExecutorRejectedException"/> if the queue is full and rejects, and with <see cref="ExecutorStoppedException"/> if
    /// disposal gave the work up.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The executor is disposed, or about to be.</exception>
    public Task RunAsync(Action<CancellationToken> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return new ActionJob(queue, work, cancellationToken).Start();
    }

    /// <inheritdoc cref="RunAsync(Action{CancellationToken}, CancellationToken)"/>
    public Task<TResult> RunAsync<TResult>(Func<CancellationToken, TResult> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return new FunctionJob<TResult>(queue, work, cancellationToken).Start();
    }

    /// <inheritdoc cref="RunAsync(Action{CancellationToken}, CancellationToken)"/>
    /// <param name="state">Handed to <paramref name="work"/>, which then can be static and costs no closure.</param>
    /// <param name="work">Its token is cancelled by <paramref name="cancellationToken"/>, and when the executor is disposed and its time to drain is over.</param>
    /// <param name="cancellationToken">As without state.</param>
    public Task<TResult> RunAsync<TState, TResult>(TState state, Func<TState, CancellationToken, TResult> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return new StateJob<TState, TResult>(queue, state, work, cancellationToken).Start();
    }

    /// <summary>Hands work over and comes back once the queue has room for it, so that a producer that awaits this goes no faster than the executor.</summary>
    /// <param name="work">As for <see cref="RunAsync{TResult}(Func{CancellationToken, TResult}, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Also ends the wait for room: the work is taken out of the queue.</param>
    /// <returns>When there is room, the task of the work. On a thread of this executor do not block until then: if all threads did, there would never be room.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The executor is disposed, or about to be.</exception>
    /// <exception cref="ExecutorRejectedException">When awaited: the queue is full, and rejects.</exception>
    /// <exception cref="OperationCanceledException">When awaited: <paramref name="cancellationToken"/> was cancelled before there was room.</exception>
    public ValueTask<Task<TResult>> SubmitAsync<TResult>(Func<CancellationToken, TResult> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        var job = new FunctionJob<TResult>(queue, work, cancellationToken);
        return job.StartWithRoomAsync(job.Start());
    }

    /// <summary>
    /// Runs a body for each number of a range, on as many threads as are free, in chunks that grow until they take about 50 microseconds. It takes one place in the queue. Called by work of this executor, it runs the body
    /// on the calling thread too, and comes back when nothing is left to start: such a loop needs no other thread.
    /// </summary>
    /// <param name="from">The first number.</param>
    /// <param name="to">The number after the last; if it is not above <paramref name="from"/>, there is nothing to do.</param>
    /// <param name="body">Is called once for each number, by several threads at once. Numbers are started about in order.</param>
    /// <param name="cancellationToken">Once cancelled, no further number is started. The task is canceled, with this token, when the calls that had started have come back.</param>
    /// <returns>A task that completes when no call is running any more. When a body throws, no further number is started; the task fails with the exception, or, if several calls threw before they
    /// came back, with one <see cref="AggregateException"/> of them in the order of their numbers. Otherwise as for <see cref="RunAsync(Action{CancellationToken}, CancellationToken)"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The executor is disposed, or about to be, and the caller is no work of its own.</exception>
    public Task ForAsync(int from, int to, Action<int> body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return StartLoop(from, to, new PlainBody(body), cancellationToken);
    }

    /// <inheritdoc cref="ForAsync(int, int, Action{int}, CancellationToken)"/>
    /// <param name="from">The first number.</param>
    /// <param name="to">The number after the last.</param>
    /// <param name="body">Is given a token that is cancelled when there is a reason to stop: <paramref name="cancellationToken"/>, an exception of another call, disposal that gives up. What it
    /// throws for that token is not reported.</param>
    /// <param name="cancellationToken">As for the other loop.</param>
    public Task ForAsync(int from, int to, Action<int, CancellationToken> body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return StartLoop(from, to, new CancellableBody(body), cancellationToken);
    }

    /// <summary>
    /// Accepts nothing more, lets running and queued work finish, and ends the threads. When that takes longer than <see cref="CpuExecutorOptions.DrainTimeout"/>, queued work is ended with
    /// <see cref="ExecutorStoppedException"/> and the tokens of running work are cancelled. Work that does not heed its token is waited for: nothing can end it.
    /// Calling it again waits for the same end.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is <see cref="Shared"/>, or the caller is work of this executor, which would wait for its own end.</exception>
    public ValueTask DisposeAsync()
    {
        if (LazyShared.IsValueCreated && this == Shared)
        {
            throw new InvalidOperationException("The shared executor cannot be disposed.");
        }

        if (threads.IsOwnThread)
        {
            throw new InvalidOperationException($"The executor '{Name}' cannot be disposed by its own work.");
        }

        threads.CloseQueue(queue);
        lock (gate)
        {
            return new ValueTask(disposal ??= DrainAndCloseAsync());
        }
    }

    private async Task DrainAndCloseAsync()
    {
        // Off the lock that the caller holds, as the first steps may complete tasks.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await threads.DrainAsync(queue, drainTimeout).ConfigureAwait(false);
        }
        finally
        {
            await threads.CloseAsync().ConfigureAwait(false);
        }
    }

    private Task StartLoop<TBody>(int from, int to, TBody body, CancellationToken cancellationToken)
        where TBody : struct, ILoopBody
    {
        if (cancellationToken.IsCancellationRequested || to <= from)
        {
            queue.ThrowIfClosed();
            return cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;
        }

        return new Loop<TBody>(queue, from, to, body, cancellationToken).Start();
    }
}
