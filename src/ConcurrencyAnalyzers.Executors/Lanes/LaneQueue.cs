using System;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>A first-in, first-out queue with bounds of its own, whose work runs on the threads of a lane that it may share with other queues.</summary>
internal sealed class LaneQueue
{
    private readonly CancellationTokenSource stopping = new();

    internal LaneQueue(Lane lane, string name, int limit, int capacity, QueueFull whenFull)
    {
        Lane = lane;
        Name = name;
        Limit = limit;
        Capacity = capacity;
        WhenFull = whenFull;
        Scheduler = new LaneScheduler(this);
        OwnSeat = new LaneSeat(this, null);
    }

    internal Lane Lane { get; }

    internal string Name { get; }

    /// <summary>How many seats may be taken at once.</summary>
    internal int Limit { get; }

    /// <summary>How many entries there may be beyond those that have a seat.</summary>
    internal int Capacity { get; }

    internal QueueFull WhenFull { get; }

    internal LaneScheduler Scheduler { get; }

    /// <summary>The seats of a worker that runs this queue's work and nothing else; one for all, as it never changes.</summary>
    internal LaneSeat OwnSeat { get; }

    /// <summary>Whether entries are pushed: the queue has no bound, and its lane no other queue.</summary>
    internal bool TakesPushes { get; private set; }

    internal bool IsBounded => Capacity < int.MaxValue;

    internal CancellationToken Stopping => stopping.Token;

    /// <summary>Completes once the queue is closed and has neither work nor workers.</summary>
    internal TaskCompletionSource Drained { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // All of the following is guarded by the lane's lock.

    // First the admitted entries, oldest first, then, from FirstWaiting on, those that wait for room.
    internal IntrusiveList<LaneEntry> Entries;
    internal LaneEntry? FirstWaiting;

    /// <summary>Entries that take up room: never more than Limit + Capacity. None waits while there is room.</summary>
    internal long Outstanding;

    /// <summary>Seats that are left in admitted entries.</summary>
    internal long OpenSeats;

    /// <summary>Seats that are taken: never more than Limit.</summary>
    internal int Running;

    /// <summary>What this queue adds to <see cref="Lane.Runnable"/>: the open seats that Limit allows to be taken.</summary>
    internal long Contribution;

    /// <summary>Whether it is in the lane's list of queues to take from. True if Contribution is positive; may be stale the other way round.</summary>
    internal bool IsListed;

    /// <summary>Never false again. Read without the lock where that is soon enough.</summary>
    internal volatile bool IsClosed;
    internal bool IsDrained;

    internal bool HasRoom => Outstanding < (long)Limit + Capacity;

    internal bool IsEmpty => Entries.First is null && Running == 0;

    /// <summary>Before anything is handed over.</summary>
    internal void MakeAlone()
    {
        if (!IsBounded)
        {
            TakesPushes = true;
            Lane.ServeAlone(this);
        }
    }

    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    internal void ThrowIfClosed()
    {
        if (IsClosed)
        {
            throw new ObjectDisposedException(Name);
        }
    }

    internal void CancelRunning() => stopping.Cancel();

    internal void Unlink(LaneEntry entry)
    {
        if (FirstWaiting == entry)
        {
            FirstWaiting = entry.Next;
        }

        Entries.Remove(entry);
        entry.Stage = EntryStage.Gone;
    }
}
