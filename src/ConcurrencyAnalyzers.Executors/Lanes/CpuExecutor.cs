using System;
using System.ComponentModel;
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
public sealed class CpuExecutor : LaneExecutor
{
    private static readonly Lazy<CpuExecutor> LazyShared = new(static () => new CpuExecutor(new CpuExecutorOptions { Name = "shared cpu" }));

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
        : this(options = (options ?? new CpuExecutorOptions()).Checked(), new LaneThreads(options.Name, options.Degree.Value, maxSearching: 1, spins: true, Timeout.InfiniteTimeSpan, options.TimeProvider))
    {
    }

    private CpuExecutor(CpuExecutorOptions options, LaneThreads threads)
        : base(options.Name, threads, threads.CreateQueue(options.Name, options.Degree.Value, options.QueueCapacity, options.WhenFull))
    {
        Degree = options.Degree.Value;
        drainTimeout = options.DrainTimeout;
        Queue.MakeAlone();
    }

    /// <summary>The one for the whole process: a thread for each core, a queue without limit. It cannot be disposed; its threads do not keep the process alive.</summary>
    public static CpuExecutor Shared => LazyShared.Value;

    /// <summary>How many threads it may have, at least 1.</summary>
    public int Degree { get; }

    /// <summary>
    /// The executor as a scheduler: <c>new ParallelOptions { TaskScheduler = executor.Scheduler }</c> moves a loop of <see cref="Parallel"/> here and leaves its code as it is. Degree, order and
    /// waiting are as for the executor's own work. Its tasks are not subject to <see cref="CpuExecutorOptions.QueueCapacity"/>, as a scheduler can refuse nothing, and disposal waits for them
    /// without limit. To queue a task after disposal fails with <see cref="TaskSchedulerException"/> around <see cref="ObjectDisposedException"/>.
    /// </summary>
    /// <remarks>Not for asynchronous code: what follows an <c>await</c> in a task that was started with a scheduler comes back to it, for each <c>await</c>.</remarks>
    public TaskScheduler Scheduler => Queue.Scheduler;

    /// <summary>
    /// Runs a body for each number of a range, on as many threads as are free, in chunks that grow until they take about 50 microseconds. It takes one place in the queue. Called by work of this executor, it runs the body
    /// on the calling thread too, and comes back when nothing is left to start: such a loop needs no other thread.
    /// </summary>
    /// <param name="from">The first number.</param>
    /// <param name="to">The number after the last; if it is not above <paramref name="from"/>, there is nothing to do.</param>
    /// <param name="body">Is called once for each number, by several threads at once. Numbers are started about in order.</param>
    /// <param name="cancellationToken">Once cancelled, no further number is started. The task is canceled, with this token, when the calls that had started have come back.</param>
    /// <returns>A task that completes when no call is running any more. When a body throws, no further number is started; the task fails with the exception, or, if several calls threw before they
    /// came back, with one <see cref="AggregateException"/> of them in the order of their numbers. Otherwise as for <see cref="LaneExecutor.RunAsync(Action{CancellationToken}, CancellationToken)"/>.</returns>
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

    /// <summary>Not for asynchronous work.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete(AsynchronousWork, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Task ForAsync(int from, int to, Func<int, Task> body, CancellationToken cancellationToken = default) => throw new NotSupportedException(AsynchronousWork);

    /// <summary>Not for asynchronous work.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete(AsynchronousWork, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Task ForAsync(int from, int to, Func<int, CancellationToken, Task> body, CancellationToken cancellationToken = default) => throw new NotSupportedException(AsynchronousWork);

    /// <summary>
    /// Accepts nothing more, lets running and queued work finish, and ends the threads. When that takes longer than <see cref="CpuExecutorOptions.DrainTimeout"/>, queued work is ended with
    /// <see cref="ExecutorStoppedException"/> and the tokens of running work are cancelled. Work that does not heed its token is waited for: nothing can end it.
    /// Calling it again waits for the same end.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is <see cref="Shared"/>, or the caller is work of this executor, which would wait for its own end.</exception>
    public override ValueTask DisposeAsync()
    {
        if (LazyShared.IsValueCreated && this == Shared)
        {
            throw new InvalidOperationException("The shared executor cannot be disposed.");
        }

        if (Threads.IsOwnThread)
        {
            throw new InvalidOperationException($"The executor '{Name}' cannot be disposed by its own work.");
        }

        Threads.CloseQueue(Queue);
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
            await Threads.DrainAsync(Queue, drainTimeout).ConfigureAwait(false);
        }
        finally
        {
            await Threads.CloseAsync().ConfigureAwait(false);
        }
    }

    private Task StartLoop<TBody>(int from, int to, TBody body, CancellationToken cancellationToken)
        where TBody : struct, ILoopBody
    {
        if (cancellationToken.IsCancellationRequested || to <= from)
        {
            Queue.ThrowIfClosed();
            return cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;
        }

        return new Loop<TBody>(Queue, from, to, body, cancellationToken).Start();
    }
}
