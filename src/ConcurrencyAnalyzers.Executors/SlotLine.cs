using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// A number of slots and a line, first in first out, of those who wait for one. A slot that comes back goes to the head of the line, never to somebody who came later.
/// Without a line, taking and giving back is one interlocked operation each. All members may be called at once from any thread.
/// </summary>
internal sealed class SlotLine(int slots)
{
    private const int Line = -1;

    private readonly Lock gate = new();

    // Guarded by the gate. Not empty exactly while state is Line.
    private readonly LinkedList<SlotWaiter> waiters = new();

    // How many slots are free, or Line. Anyone may change what is not negative, by compare-and-swap; to Line and from it only under the gate.
    private int state = slots;

    // Guarded by the gate. Not null once closed; then nobody lines up any more.
    private Exception? closed;

    public int Waiting
    {
        get
        {
            lock (gate)
                return waiters.Count;
        }
    }

    public bool TryTake()
    {
        for (var seen = Volatile.Read(ref state); seen > 0; seen = Volatile.Read(ref state))
        {
            if (Interlocked.CompareExchange(ref state, seen - 1, seen) == seen)
                return true;
        }

        return false;
    }

    /// <summary>Takes a slot, or lines up for one. A canceled wait leaves the line; its exception carries <paramref name="cancellationToken"/>.</summary>
    public ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        return TryTake() ? ValueTask.CompletedTask : LineUp(cancellationToken);
    }

    public void GiveBack()
    {
        while (true)
        {
            var seen = Volatile.Read(ref state);
            if (seen >= 0)
            {
                if (Interlocked.CompareExchange(ref state, seen + 1, seen) == seen)
                    return;
                continue;
            }

            SlotWaiter next;
            lock (gate)
            {
                // The line may have dissolved by cancellation since.
                if (waiters.First is not { } head)
                    continue;
                next = head.Value;
                Remove(head);
            }

            next.Grant();
            return;
        }
    }

    /// <summary>Everybody in the line gets the exception, and so does who would line up later. Slots that are out can be given back.</summary>
    public void Close(Exception exception)
    {
        SlotWaiter[] refused;
        lock (gate)
        {
            closed ??= exception;
            refused = [.. waiters];
            waiters.Clear();
            if (refused.Length > 0)
                Volatile.Write(ref state, 0);
        }

        foreach (var waiter in refused)
            waiter.Refuse(exception);
    }

    /// <summary>Whether the waiter was still in the line, and is no longer.</summary>
    internal bool Leave(LinkedListNode<SlotWaiter> place)
    {
        lock (gate)
        {
            if (place.List is null)
                return false;
            Remove(place);
            return true;
        }
    }

    private ValueTask LineUp(CancellationToken cancellationToken)
    {
        LinkedListNode<SlotWaiter> place;
        lock (gate)
        {
            if (closed is not null)
                return ValueTask.FromException(closed);
            while (state != Line)
            {
                // A slot may have come back between the look without the gate and now.
                if (TryTake())
                    return ValueTask.CompletedTask;
                if (Interlocked.CompareExchange(ref state, Line, 0) == 0)
                    break;
            }

            place = waiters.AddLast(new SlotWaiter(this));
        }

        return place.Value.WaitAsync(place, cancellationToken);
    }

    // Under the gate.
    private void Remove(LinkedListNode<SlotWaiter> place)
    {
        waiters.Remove(place);
        if (waiters.Count == 0)
            Volatile.Write(ref state, 0);
    }
}
