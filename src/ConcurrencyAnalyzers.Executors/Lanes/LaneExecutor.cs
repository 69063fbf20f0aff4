using System;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>What executors with threads of their own have in common: synchronous work is handed over, and a task tells how it ended.</summary>
/// <remarks>All members may be used from any thread at once, also from work that runs there.</remarks>
public abstract partial class LaneExecutor : IAsyncDisposable
{
    private protected LaneExecutor(string name, LaneThreads threads, LaneQueue queue)
    {
        Name = name;
        Threads = threads;
        Queue = queue;
    }

    /// <summary>As given by its options, or with the view.</summary>
    public string Name { get; }

    internal LaneThreads Threads { get; }

    private protected LaneQueue Queue { get; }

    /// <summary>Runs synchronous work on one of the executor's threads.</summary>
    /// <param name="work">Its token is cancelled by <paramref name="cancellationToken"/>, and when the executor is disposed and its time to drain is over.</param>
    /// <param name="cancellationToken">Cancelled before the work starts: it is taken out of the queue and never runs. Cancelled later: the work sees it on its token, and its task is canceled,
    /// with this token, if it throws <see cref="OperationCanceledException"/> for it. Work that does not look at its token is not interrupted.</param>
    /// <returns>A task with the outcome of the work. It fails with <see cref="ExecutorRejectedException"/> if the queue is full and rejects, and with <see cref="ExecutorStoppedException"/> if
    /// disposal gave the work up.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The executor or view is disposed, or about to be.</exception>
    public Task RunAsync(Action<CancellationToken> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return new ActionJob(Queue, work, cancellationToken).Start();
    }

    /// <inheritdoc cref="RunAsync(Action{CancellationToken}, CancellationToken)"/>
    public Task<TResult> RunAsync<TResult>(Func<CancellationToken, TResult> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return new FunctionJob<TResult>(Queue, work, cancellationToken).Start();
    }

    /// <inheritdoc cref="RunAsync(Action{CancellationToken}, CancellationToken)"/>
    /// <param name="state">Handed to <paramref name="work"/>, which then can be static and costs no closure.</param>
    /// <param name="work">Its token is cancelled by <paramref name="cancellationToken"/>, and when the executor is disposed and its time to drain is over.</param>
    /// <param name="cancellationToken">As without state.</param>
    public Task<TResult> RunAsync<TState, TResult>(TState state, Func<TState, CancellationToken, TResult> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return new StateJob<TState, TResult>(Queue, state, work, cancellationToken).Start();
    }

    /// <summary>Hands work over and comes back once the queue has room for it, so that a producer that awaits this goes no faster than the executor.</summary>
    /// <param name="work">As for <see cref="RunAsync{TResult}(Func{CancellationToken, TResult}, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Also ends the wait for room: the work is taken out of the queue.</param>
    /// <returns>When there is room, the task of the work. On a thread of this executor do not block until then: if all threads did, there would never be room.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The executor or view is disposed, or about to be.</exception>
    /// <exception cref="ExecutorRejectedException">When awaited: the queue is full, and rejects.</exception>
    /// <exception cref="OperationCanceledException">When awaited: <paramref name="cancellationToken"/> was cancelled before there was room.</exception>
    public ValueTask<Task<TResult>> SubmitAsync<TResult>(Func<CancellationToken, TResult> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        var job = new RoomJob<TResult>(Queue, work, cancellationToken);
        return job.StartWithRoomAsync(job.Start());
    }

    /// <summary>Accepts nothing more, lets running and queued work finish, and ends the threads.</summary>
    public abstract ValueTask DisposeAsync();
}
