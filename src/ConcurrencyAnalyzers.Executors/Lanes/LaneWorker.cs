using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>One thread of a lane, seen by the lane. Tests drive workers that have no thread.</summary>
internal sealed class LaneWorker(Lane lane)
{
    [ThreadStatic]
    private static LaneWorker? current;

    // Guarded by this object's own lock, which no other lock is taken under.
    private bool signalled;

    /// <summary>The worker whose thread this is, null on every thread that belongs to no lane.</summary>
    internal static LaneWorker? Current
    {
        get => current;
        set => current = value;
    }

    internal Lane Lane => lane;

    /// <summary>What the worker runs. Only the worker's own steps read or write it.</summary>
    internal LaneEntry? Entry;

    /// <summary>An arrival that several workers can join and that this one met when it could not list it. As <see cref="Entry"/>.</summary>
    internal LaneEntry? Dequeued;

    /// <summary>How many arrivals it claimed where they stood. As <see cref="Entry"/>.</summary>
    internal int Claimed;

    /// <summary>The queues whose seats this thread holds, innermost first. Only the worker's own thread reads or writes it.</summary>
    internal LaneSeat? Seats;

    /// <summary>Guarded by the lane's lock until the worker is signalled: not idle any more, not to be given work either.</summary>
    internal bool Leaves;

    /// <summary>Guarded by the lane's lock; a timestamp of the lane's <see cref="TimeProvider"/>.</summary>
    internal long IdleSince;

    internal bool IsSignalled => signalled;

    internal void Signal()
    {
        lock (this)
        {
            signalled = true;
            Monitor.Pulse(this);
        }
    }

    internal void Park()
    {
        lock (this)
        {
            while (!signalled)
            {
                Monitor.Wait(this);
            }

            signalled = false;
        }
    }

    /// <summary>What <see cref="Park"/> does, for a worker that is driven step by step and is known to be signalled.</summary>
    internal void Unpark() => signalled = false;
}
