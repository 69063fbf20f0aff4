namespace ConcurrencyAnalyzers.Executors;

/// <summary>Something that a lane's workers take part in: a job, which has one seat, or a loop, which has several.</summary>
internal abstract class LaneEntry(LaneQueue queue) : ILinked<LaneEntry>
{
    internal LaneQueue Queue => queue;

    // All guarded by the lane's lock, but for the way from the stage Arrived.

    public LaneEntry? Next { get; set; }

    public LaneEntry? Previous { get; set; }

    internal volatile EntryStage Stage;

    /// <summary>How many workers may still join. Positive while the entry is in the list.</summary>
    internal int Seats = 1;

    /// <summary>Whether it takes up room in its queue: from admission until its work is done, or until it is removed.</summary>
    internal bool TakesRoom;

    /// <summary>The complement of the timestamp of when it was handed over, if somebody wants to know how long it waits; 0 otherwise, and once that is told. A clock may begin at 0, but not at -1.</summary>
    internal long Submitted;

    /// <summary>Whether the queue's bound holds for it.</summary>
    internal virtual bool IsBounded => true;

    /// <summary>Takes part, on a worker that has a seat, under no lock. Never throws.</summary>
    internal abstract void Run();

    /// <summary>A worker took a seat and left others. Under the lane's lock.</summary>
    internal virtual void SeatTaken()
    {
    }

    /// <summary>It waits for room. Under the lane's lock.</summary>
    internal virtual void Waits()
    {
    }

    /// <summary>It waited for room and found it. Under no lock.</summary>
    internal virtual void FoundRoom()
    {
    }

    /// <summary>Whether a queue that gives up may end it without running it.</summary>
    internal virtual bool CanBeAbandoned => true;

    /// <summary>Its queue gave up and removed it: ends it as that. Under no lock.</summary>
    internal abstract void Abandon();
}
