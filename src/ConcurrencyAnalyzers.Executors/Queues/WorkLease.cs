using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// The right and the duty to work on one item of a <see cref="WorkQueue{T}"/>. Exactly one of <see cref="Done"/>, <see cref="Requeue"/> and <see cref="Fail"/> settles it; disposing it unsettled fails the item,
/// so <c>using</c> makes sure that an exception loses nothing. A lease that is neither settled nor disposed keeps the queue from draining.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>May be settled from any thread. Of calls at once one wins, and the others throw.</remarks>
public sealed class WorkLease<T> : IDisposable
{
    private readonly WorkQueue<T> queue;

    // 1 once settled, for ever.
    private int settled;

    internal WorkLease(WorkQueue<T> queue, T item, int attempt)
    {
        this.queue = queue;
        Item = item;
        Attempt = attempt;
    }

    /// <summary>What is to be worked on. It stays readable after the lease is settled.</summary>
    public T Item { get; }

    /// <summary>How often the item has been handed out, this time included: 1 unless it was requeued.</summary>
    public int Attempt { get; }

    /// <summary>The work is done. The item no longer counts as unfinished.</summary>
    /// <exception cref="InvalidOperationException">The lease is settled already, or disposed.</exception>
    public void Done()
    {
        Settle();
        ExecutorTelemetry.Settled(queue, ExecutorTelemetry.Done);
        queue.Finish();
    }

    /// <summary>
    /// The item goes to the end of the queue, to be handed out again, also after <see cref="WorkQueue{T}.Complete"/>. It never waits for room: what is handed out was within the capacity before.
    /// </summary>
    /// <exception cref="InvalidOperationException">The lease is settled already, or disposed.</exception>
    public void Requeue()
    {
        Settle();
        ExecutorTelemetry.Settled(queue, ExecutorTelemetry.Requeued);
        queue.TakeBack(Item, Attempt);
    }

    /// <summary>The work has failed, for this reason. The item no longer counts as unfinished; the failure is reported as <see cref="WorkQueue{T}"/> says.</summary>
    /// <param name="error">The reason.</param>
    /// <exception cref="ArgumentNullException"><paramref name="error"/> is <see langword="null"/>; the lease is not settled.</exception>
    /// <exception cref="InvalidOperationException">The lease is settled already, or disposed.</exception>
    public void Fail(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Settle();
        queue.Fail(Item, error);
    }

    /// <summary>Fails the item with a <see cref="WorkAbandonedException"/>, unless the lease is settled; then nothing happens.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref settled, 1) == 0)
            queue.Fail(Item, new WorkAbandonedException());
    }

    private void Settle()
    {
        if (Interlocked.Exchange(ref settled, 1) != 0)
            throw new InvalidOperationException("The lease is settled: Done, Requeue, Fail or Dispose was called before.");
    }
}
