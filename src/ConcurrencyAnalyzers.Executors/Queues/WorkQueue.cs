using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// A queue that knows when its items are done, not only when they have been read: Python's <c>JoinableQueue</c> with <c>task_done</c> and <c>join</c>, over a <see cref="Channel{T}"/>.
/// Every item ends exactly once: done, or failed and reported.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// <para>First in, first out. A requeued item goes to the end. All members may be called at once from any thread, with any number of producers and consumers.</para>
/// <para>Failures go to the function that the constructor was given. Without one they are kept, and every <see cref="WhenDrainedAsync"/> throws all there have been: a queue that lives long should be given one.</para>
/// </remarks>
public sealed class WorkQueue<T> : INamedQueue
{
    // The state counts in twos the items that are neither done nor failed, and those that wait for room; the lowest bit is set once the queue is complete, for ever.
    private const long Closed = 1;
    private const long OneItem = 2;

    // Never bounded itself: a requeued item must always fit. Completed once the queue is complete and nothing is unfinished, because only then nothing can come back.
    private readonly Channel<WorkEntry<T>> channel = Channel.CreateUnbounded<WorkEntry<T>>();

    // An item holds a slot from being enqueued until it is handed out for the first time; null without a capacity.
    private readonly SlotLine? room;
    private readonly Action<T, Exception>? onFailed;
    private readonly Lock gate = new();

    // Guarded by the gate. In the order in which the work failed.
    private readonly List<Exception> failures = [];

    private long state;

    // What the queue was completed with. Written once, before Closed is set.
    private Exception? completion;
    private int completing;

    // What unread items fail with, from the moment on that it is not null.
    private Exception? abandoned;

    // What those wait for who wait until all is finished; null while nobody does. Exchanged atomically; the one who takes it out completes it.
    private TaskCompletionSource? drained;

    /// <summary>A queue without a limit.</summary>
    /// <param name="onFailed">Is called with each item that failed and the reason, before the item stops to count as unfinished, on the thread that reports it, and possibly at once on several. What it throws comes out of the call that reported.</param>
    public WorkQueue(Action<T, Exception>? onFailed = null) => this.onFailed = onFailed;

    /// <summary>A queue in which producers wait for room.</summary>
    /// <param name="capacity">How many enqueued items may be unread, exactly. Items that are handed out do not count, nor do requeued ones.</param>
    /// <param name="onFailed">As in the other constructor.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is 0 or negative.</exception>
    public WorkQueue(int capacity, Action<T, Exception>? onFailed = null) : this(onFailed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        room = new SlotLine(capacity);
    }

    /// <summary>What <see cref="ExecutorTelemetry"/> calls the queue. Null, for a queue that is not measured, unless set.</summary>
    public string? Name
    {
        get;
        init
        {
            field = value;
            if (value is not null)
            {
                ExecutorTelemetry.Add(this);
            }
        }
    }

    /// <summary>How many items are neither done nor failed: unread, handed out, or still waiting for room.</summary>
    public int Unfinished => (int)(Volatile.Read(ref state) / OneItem);

    /// <summary>Adds an item at the end. Where the queue is full it waits for room; those who wait are served in their order.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait for room; the item is not in the queue then.</param>
    /// <exception cref="ChannelClosedException">The queue is complete, or became so during the wait; the inner exception is what it was completed with.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled; its token is that one. The item was not added.</exception>
    public ValueTask EnqueueAsync(T item, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        if (!TryCount())
            return ValueTask.FromException(new ChannelClosedException(completion));
        if (room is null || room.TryTake())
        {
            Write(new WorkEntry<T>(item, 0, room is not null));
            return ValueTask.CompletedTask;
        }

        return EnqueueWhenThereIsRoomAsync(item, cancellationToken);
    }

    /// <summary>Adds an item at the end if there is room now.</summary>
    /// <returns>Whether the item was added; not if the queue is full or complete.</returns>
    public bool TryEnqueue(T item)
    {
        if (!TryCount())
            return false;
        if (room is not null && !room.TryTake())
        {
            Finish();
            return false;
        }

        Write(new WorkEntry<T>(item, 0, room is not null));
        return true;
    }

    /// <summary>
    /// Hands out items, each to one reader, until the queue is complete and everything is finished: as long as a lease is out, its item may come back. So settle leases while reading, not after.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading before the next item. No item is lost by that.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled; its token is that one.</exception>
    /// <exception cref="Exception">What the queue was completed with, after the last item.</exception>
    public IAsyncEnumerable<WorkLease<T>> ReadAllAsync(CancellationToken cancellationToken = default) => ReadAsync(cancellationToken);

    /// <summary>Takes the first item if there is one now.</summary>
    /// <param name="lease">The lease, to be settled; <see langword="null"/> if nothing is there.</param>
    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out WorkLease<T>? lease)
    {
        if (!channel.Reader.TryRead(out var entry))
        {
            lease = null;
            return false;
        }

        if (entry.HoldsSlot)
            room!.GiveBack();
        lease = new WorkLease<T>(this, entry.Item, entry.Attempts + 1);
        return true;
    }

    /// <summary>Nothing more is added, except by <see cref="WorkLease{T}.Requeue"/>. What is in the queue is still handed out; those who wait for room get a <see cref="ChannelClosedException"/>. Only the first call counts.</summary>
    /// <param name="error">Why the producer ended, if not because it was done. Readers get it after the last item, and so does <see cref="WhenDrainedAsync"/>.</param>
    public void Complete(Exception? error = null)
    {
        if (Interlocked.Exchange(ref completing, 1) != 0)
            return;
        completion = error;
        var before = Interlocked.Or(ref state, Closed);
        room?.Close(() => new ChannelClosedException(error));
        if (before < OneItem)
            channel.Writer.TryComplete(error);
    }

    /// <summary>
    /// Completes the queue, and fails all unread and all requeued items for this reason, so that it drains although nobody reads: for consumers that give up. Leases that are out stay valid. Only the first reason counts.
    /// </summary>
    /// <param name="error">The reason.</param>
    /// <exception cref="ArgumentNullException"><paramref name="error"/> is <see langword="null"/>.</exception>
    public void Abandon(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Interlocked.CompareExchange(ref abandoned, error, null);
        Interlocked.MemoryBarrierProcessWide();
        Complete(error);
        FailUnread();
    }

    /// <summary>
    /// Waits until nothing is unfinished, whether or not the queue is complete, as Python's <c>join</c> does. More may be added afterwards, and waited for again.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the work.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled; its token is that one.</exception>
    /// <exception cref="AggregateException">More than one failure is to be reported. A single one is thrown as itself. Failures are what items failed with, where the constructor got no function for them, and what the queue was completed with.</exception>
    public async Task WhenDrainedAsync(CancellationToken cancellationToken = default)
    {
        // A loop, because who wakes this one may have seen an earlier moment without items; Python's join loops for the same reason.
        while (Unfinished > 0)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var waiting = Interlocked.CompareExchange(ref drained, mine, null) ?? mine;
            // Who finishes the last item looks for waiters after it has counted; this looks at the count after it has become one. One of the two sees the other.
            if (Unfinished == 0)
                Interlocked.Exchange(ref drained, null)?.SetResult();
            await waiting.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        ThrowFailures();
    }

    internal void Finish()
    {
        var now = Interlocked.Add(ref state, -OneItem);
        if (now >= OneItem)
            return;
        if (now == Closed)
            channel.Writer.TryComplete(completion);
        if (Volatile.Read(ref drained) is not null)
            Interlocked.Exchange(ref drained, null)?.SetResult();
    }

    internal void TakeBack(T item, int attempts) => Write(new WorkEntry<T>(item, attempts, HoldsSlot: false));

    internal void Fail(T item, Exception error)
    {
        ExecutorTelemetry.Settled(this, ExecutorTelemetry.Failed);
        try
        {
            if (onFailed is not null)
            {
                onFailed(item, error);
            }
            else
            {
                lock (gate)
                    failures.Add(error);
            }
        }
        finally
        {
            Finish();
        }
    }

    private async ValueTask EnqueueWhenThereIsRoomAsync(T item, CancellationToken cancellationToken)
    {
        try
        {
            await room!.TakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Finish();
            throw;
        }

        Write(new WorkEntry<T>(item, 0, HoldsSlot: true));
    }

    private async IAsyncEnumerable<WorkLease<T>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (TryTake(out var lease))
            {
                yield return lease;
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    // What is written is counted, so the channel is not complete.
    private void Write(WorkEntry<T> entry)
    {
        channel.Writer.TryWrite(entry);
        // Abandon sets the reason and then empties the channel; this writes and then looks for the reason. One of the two sees the other, given a full fence on both sides: Abandon, which is rare, sets this one too.
        if (Volatile.Read(ref abandoned) is not null)
            FailUnread();
    }

    private void FailUnread()
    {
        List<Exception>? thrown = null;
        while (channel.Reader.TryRead(out var entry))
        {
            if (entry.HoldsSlot)
                room!.GiveBack();
            try
            {
                Fail(entry.Item, abandoned!);
            }
            catch (Exception exception)
            {
                // The function that takes failures threw; the other items are to be reported all the same.
                (thrown ??= []).Add(exception);
            }
        }

        if (thrown is not null)
            throw new AggregateException(thrown);
    }

    private bool TryCount()
    {
        for (var seen = Volatile.Read(ref state); (seen & Closed) == 0;)
        {
            var before = Interlocked.CompareExchange(ref state, seen + OneItem, seen);
            if (before == seen)
                return true;
            seen = before;
        }

        return false;
    }

    private void ThrowFailures()
    {
        Exception[] all;
        lock (gate)
            all = [.. failures];
        // Abandoned items fail with the very exception that the queue was completed with: it is one failure.
        if ((Volatile.Read(ref state) & Closed) != 0 && completion is { } error && Array.IndexOf(all, error) < 0)
            all = [.. all, error];
        if (all.Length == 1)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(all[0]);
        if (all.Length > 1)
            throw new AggregateException(all);
    }
}
