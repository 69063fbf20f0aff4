using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// Threads of its own for calls that block and have no asynchronous twin: as many as there are such calls at once, up to a limit, and none that stays when there are none. The thread pool keeps its
/// threads for work that uses them.
/// </summary>
/// <remarks>
/// <para>All members may be used from any thread at once, also from work that runs here.</para>
/// <para>A view (<see cref="Limit"/>) is an executor with a name, a limit and a queue of its own on the same threads, so that one slow dependency cannot have them all. Executor and views take turns.</para>
/// <para>Work starts in the order in which it was accepted, runs in its caller's <see cref="ExecutionContext"/>, without a <see cref="SynchronizationContext"/>, and what awaits it goes on elsewhere.
/// Work that waits for other work of the same executor or view runs it then and there, unless it runs already, and so it does for work of another view of the same threads that is below its limit; it
/// never runs anything else meanwhile.</para>
/// </remarks>
public sealed class BlockingExecutor : LaneExecutor
{
    private static readonly Lazy<BlockingExecutor> LazyShared = new(static () => new BlockingExecutor(new BlockingExecutorOptions { Name = "shared blocking" }));

    private readonly BlockingExecutorOptions options;
    private readonly BlockingExecutor? root;
    private readonly Lock gate = new();

    // Guarded by gate. Only the root has views, and those that are disposed are not among them.
    private readonly List<BlockingExecutor> views = [];

    // Guarded by gate. Set by the first disposal, awaited by all.
    private Task? disposal;

    /// <summary>An executor with threads of its own.</summary>
    /// <param name="options">Null for all defaults.</param>
    /// <exception cref="ArgumentException">The name is null or empty, or the clock is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The capacity or a timeout is negative, the idle timeout is zero, a timeout is too long for a timer (49 days), or
    /// <see cref="BlockingExecutorOptions.WhenFull"/> is none of its values.</exception>
    public BlockingExecutor(BlockingExecutorOptions? options = null)
        : this(options = (options ?? new BlockingExecutorOptions()).Checked(), ThreadsOf(options), root: null, options.MaxThreads.Value, options.Name)
    {
    }

    private BlockingExecutor(BlockingExecutorOptions options, LaneThreads threads, BlockingExecutor? root, int max, string name)
        : base(name, threads, threads.CreateQueue(name, max, options.QueueCapacity, options.WhenFull))
    {
        this.options = options;
        this.root = root;
        MaxConcurrency = max;
    }

    /// <summary>The one for the whole process, with all defaults. It cannot be disposed; its threads do not keep the process alive. Its views can be disposed.</summary>
    public static BlockingExecutor Shared => LazyShared.Value;

    /// <summary>How much of its work runs at once at most: of an executor, its threads; of a view, its limit, as far as there are threads.</summary>
    public int MaxConcurrency { get; }

    /// <summary>A view: an executor with a queue and a limit of its own on the same threads.</summary>
    /// <param name="max">How much of its work runs at once at most, at least 1. It may be above the number of threads, which it then cannot reach.</param>
    /// <param name="name">What it is called in its exceptions.</param>
    /// <returns>A view that is disposed on its own, or with this executor.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is 0 or negative.</exception>
    /// <exception cref="InvalidOperationException">This is a view itself: limits do not nest.</exception>
    /// <exception cref="ObjectDisposedException">The executor is disposed, or about to be.</exception>
    public BlockingExecutor Limit(int max, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (root is not null)
        {
            throw new InvalidOperationException($"'{Name}' is a view of '{root.Name}'; views are made from that.");
        }

        lock (gate)
        {
            Queue.ThrowIfClosed();
            var view = new BlockingExecutor(options, Threads, this, max, name);
            views.Add(view);
            return view;
        }
    }

    /// <summary>
    /// Accepts nothing more and lets running and queued work finish, of a view its own, of an executor that of its views too; then an executor ends its threads. When that takes longer than
    /// <see cref="BlockingExecutorOptions.DrainTimeout"/>, queued work is ended with <see cref="ExecutorStoppedException"/> and the tokens of running work are cancelled. Work that does not heed its
    /// token is waited for: nothing can end it. Calling it again waits for the same end.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is <see cref="Shared"/>, or the caller is work on the same threads, which would wait for its own end.</exception>
    public override ValueTask DisposeAsync()
    {
        if (LazyShared.IsValueCreated && this == Shared)
        {
            throw new InvalidOperationException("The shared executor cannot be disposed.");
        }

        if (Threads.IsOwnThread)
        {
            throw new InvalidOperationException($"The executor '{Name}' cannot be disposed by work on its threads.");
        }

        lock (gate)
        {
            if (disposal is null)
            {
                Threads.CloseQueue(Queue);
                disposal = DrainAsync([.. views]);
            }

            return new ValueTask(disposal);
        }
    }

    // Each call keeps its thread for long, so a thread is woken or started for each; and a thread that has nothing to do sleeps at once.
    private static LaneThreads ThreadsOf(BlockingExecutorOptions options) =>
        new(options.Name, options.MaxThreads.Value, maxSearching: options.MaxThreads.Value, spins: false, options.IdleTimeout, options.TimeProvider);

    private async Task DrainAsync(BlockingExecutor[] ownViews)
    {
        // All are closed before the caller comes back; what takes longer happens off the lock that it holds.
        var ends = ownViews.Select(static view => view.DisposeAsync().AsTask()).ToArray();
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await Task.WhenAll([Threads.DrainAsync(Queue, options.DrainTimeout), .. ends]).ConfigureAwait(false);
        }
        finally
        {
            if (root is null)
            {
                await Threads.CloseAsync().ConfigureAwait(false);
            }
            else
            {
                lock (root.gate)
                {
                    root.views.Remove(this);
                }
            }
        }
    }
}
