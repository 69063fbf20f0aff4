using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// A number of slots and a line, first in first out, of those who wait for one. A slot that comes back goes to the head of the line, never to somebody who came later. All members may be called at once from
/// any thread; those that are internal are one step each, with the duty that they hand out to the caller, so that every order of steps can be tried.
/// </summary>
internal sealed class SlotLine(int slots)
{
    private SpinGate gate;

    // All below is guarded by the gate.

    // 0 to all slots. Fewer than all only while nobody waits.
    private int taken;

    private IntrusiveList<SlotWaiter> line;

    // Not null once nobody may come any more. Those in the line still get their slots.
    private Func<Exception>? refusal;

    // Completed, once there is a refusal, as soon as all slots are free, which they then stay.
    private TaskCompletionSource? drained;

    /// <summary>How many slots are taken.</summary>
    public int Taken
    {
        get
        {
            gate.Enter();
            var number = taken;
            gate.Exit();
            return number;
        }
    }

    /// <summary>How many stand in the line.</summary>
    public int Waiting
    {
        get
        {
            gate.Enter();
            var number = line.Count;
            gate.Exit();
            return number;
        }
    }

    /// <summary>Whether nobody may come any more.</summary>
    public bool IsSealed
    {
        get
        {
            gate.Enter();
            var isSealed = refusal is not null;
            gate.Exit();
            return isSealed;
        }
    }

    /// <summary>Takes a slot if one is free and nobody is refused yet.</summary>
    public bool TryTake()
    {
        gate.Enter();
        var takes = taken < slots && refusal is null;
        if (takes)
        {
            taken++;
        }

        gate.Exit();
        return takes;
    }

    /// <summary>Takes a slot, or lines up for one. A canceled wait leaves the line; its exception carries <paramref name="cancellationToken"/>.</summary>
    public ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        return TryTake() ? ValueTask.CompletedTask : LineUpAsync(int.MaxValue, null, cancellationToken);
    }

    /// <summary>Takes a slot if one has become free, or lines up for one.</summary>
    /// <param name="capacity">How many may stand in the line.</param>
    /// <param name="isFull">What is thrown where that many do.</param>
    /// <param name="cancellationToken">Ends the wait; its exception carries this token.</param>
    public ValueTask LineUpAsync(int capacity, Func<Exception>? isFull, CancellationToken cancellationToken)
    {
        var waiter = new SlotWaiter();
        return Join(waiter, capacity, out var refused) switch
        {
            Admission.Closed => ValueTask.FromException(refused!()),
            Admission.Rejected => ValueTask.FromException(isFull!()),
            _ => cancellationToken.CanBeCanceled ? WaitAsync(waiter, cancellationToken) : new ValueTask(waiter.Task),
        };
    }

    public void GiveBack()
    {
        if (Return(out var drainedNow) is { } next)
        {
            next.SetResult();
        }

        drainedNow?.TrySetResult();
    }

    /// <summary>Refuses whoever comes from now on. Only the first refusal counts.</summary>
    /// <returns>A task that completes once those in the line have had their slots and all have given them back.</returns>
    public Task Seal(Func<Exception> newRefusal)
    {
        gate.Enter();
        refusal ??= newRefusal;
        drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (taken == 0)
        {
            drained.TrySetResult();
        }

        gate.Exit();
        return drained.Task;
    }

    /// <summary>Those in the line get an exception instead of a slot.</summary>
    public void Evict(Func<Exception> reason)
    {
        while (TryDismiss(out var waiter))
        {
            waiter.SetException(reason());
        }
    }

    /// <summary>Refuses whoever comes from now on, and those in the line.</summary>
    public void Close(Func<Exception> newRefusal)
    {
        _ = Seal(newRefusal);
        Evict(newRefusal);
    }

    /// <summary>Accepted is in the line, or granted then and there.</summary>
    internal Admission Join(SlotWaiter waiter, int capacity, out Func<Exception>? refused)
    {
        gate.Enter();
        var admission = Admission.Accepted;
        refused = refusal;
        if (refusal is not null)
        {
            admission = Admission.Closed;
        }
        else if (taken < slots)
        {
            taken++;
            waiter.SetResult();
        }
        else if (line.Count >= capacity)
        {
            admission = Admission.Rejected;
        }
        else
        {
            Append(waiter);
        }

        gate.Exit();
        return admission;
    }

    /// <summary>A slot comes back.</summary>
    /// <param name="drainedNow">What the caller has to complete.</param>
    /// <returns>Whom the caller has to grant it to.</returns>
    internal SlotWaiter? Return(out TaskCompletionSource? drainedNow)
    {
        gate.Enter();
        var next = line.First;
        drainedNow = null;
        if (next is not null)
        {
            Remove(next);
        }
        else if (--taken == 0)
        {
            drainedNow = drained;
        }

        gate.Exit();
        return next;
    }

    /// <summary>Whether the waiter was still in the line, and is no longer: the caller has to complete it.</summary>
    internal bool Leave(SlotWaiter waiter)
    {
        gate.Enter();
        var leaves = waiter.IsInLine;
        if (leaves)
        {
            Remove(waiter);
        }

        gate.Exit();
        return leaves;
    }

    /// <summary>Takes the first out of the line: the caller has to refuse it.</summary>
    internal bool TryDismiss([NotNullWhen(true)] out SlotWaiter? waiter)
    {
        gate.Enter();
        waiter = line.First;
        if (waiter is not null)
        {
            Remove(waiter);
        }

        gate.Exit();
        return waiter is not null;
    }

    private async ValueTask WaitAsync(SlotWaiter waiter, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (self, waiter) = ((SlotLine, SlotWaiter))state!;
                if (self.Leave(waiter))
                {
                    waiter.SetCanceled(token);
                }
            },
            (this, waiter));
        await waiter.Task.ConfigureAwait(false);
    }

    private void Append(SlotWaiter waiter)
    {
        waiter.IsInLine = true;
        line.Append(waiter);
    }

    private void Remove(SlotWaiter waiter)
    {
        line.Remove(waiter);
        waiter.IsInLine = false;
    }
}
