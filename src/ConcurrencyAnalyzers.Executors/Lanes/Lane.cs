using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// The decisions of a bounded set of threads that serve queues: who runs what, who is idle, who is woken, started or sent home. It has no threads and waits for nothing; every method is one
/// step, most of them under one lock, and leaves what is to be done to its caller (<see cref="LaneEffects"/>). So tests can take the steps of several threads in every order.
/// </summary>
/// <remarks>
/// <para>The rule that loses no wake-up: after each step, if a seat could be taken and a worker is idle or another may be started, then some worker is searching, or somebody is about to <see cref="Answer"/>.
/// A searching worker asks <see cref="Next"/> again before it is idle, under the same lock, and wakes another if it leaves seats behind. Go and Tokio wake their threads by the same rule.</para>
/// <para>A queue that is alone on its lane and has no bound is pushed to and taken from without the lock: there is nothing to decide when an entry comes, unless somebody has to be woken for it, nor when a worker that ends one
/// entry takes the next and keeps its seat. Whoever changes an arrival's stage from <see cref="EntryStage.Arrived"/>, by compare-and-swap, has it: a worker, somebody who removes it, somebody who refuses it. One that was removed
/// is dropped when a worker meets it.</para>
/// <para>A step that ends with workers that could be woken, and too few that search, puts out a bell and then looks at the arrivals. Who pushes looks for the bell after the push. One of the two sees the other.</para>
/// </remarks>
internal sealed class Lane
{
    private const int ClaimsBeforeSweep = 64;

    private readonly Lock gate = new();
    private readonly int maxThreads;
    private readonly int maxSearching;
    private readonly TimeProvider time;

    // Guarded by gate. Idle workers, longest idle first; the one that was idle last is woken first, so that the others can leave.
    private readonly List<LaneWorker> idle = [];
    private readonly Queue<LaneQueue> listed = new();

    // Workers that may be given work: started or about to be, not sent home. Never more than maxThreads.
    private int threads;

    // Threads that have not said that they left. At least `threads`.
    private int alive;

    // Workers that are neither idle nor running: they will ask Next.
    private int searching;
    private bool closed;
    private bool ended;
    private long runnable;

    // In the order in which they came. The seats of those that were not removed are not in runnable.
    private readonly ConcurrentQueue<LaneEntry> arrivals = new();

    // Set once, before anybody comes: the queue that is pushed to.
    private LaneQueue? alone;
    private BellPlace bell;

    /// <param name="maxThreads">At least 1.</param>
    /// <param name="maxSearching">How many workers may be on their way to work at once. One for short work, where a worker that comes finds the next by itself and a wake-up costs more than
    /// the work; all for work that blocks, where each takes one entry for long.</param>
    /// <param name="time">For the time since when workers are idle.</param>
    internal Lane(int maxThreads, int maxSearching, TimeProvider time)
    {
        this.maxThreads = maxThreads;
        this.maxSearching = maxSearching;
        this.time = time;
    }

    /// <summary>How many seats could be taken now, but for those of arrivals. Read without the lock it is a hint.</summary>
    internal long Runnable => Volatile.Read(ref runnable);

    /// <summary>Whether there are entries that were pushed and not taken, or only removed.</summary>
    internal bool HasArrivals => !arrivals.IsEmpty;

    /// <summary>How many entries of a queue have seats left.</summary>
    internal int CountQueued(LaneQueue queue)
    {
        lock (gate)
        {
            return queue.Entries.Count + (queue == alone ? arrivals.Count : 0);
        }
    }

    /// <summary>The lane's only queue, for which entries are pushed. Before any is handed over.</summary>
    internal void ServeAlone(LaneQueue queue)
    {
        alone = queue;
        LeaveBell();
    }

    internal int Threads
    {
        get
        {
            lock (gate)
            {
                return threads;
            }
        }
    }

    internal int Idle
    {
        get
        {
            lock (gate)
            {
                return idle.Count;
            }
        }
    }

    internal int Searching
    {
        get
        {
            lock (gate)
            {
                return searching;
            }
        }
    }

    /// <summary>Hands an entry over to the queue that is alone, without the lock.</summary>
    /// <returns>Whether that is not all: <see cref="Answer"/> has to follow.</returns>
    internal bool Push(LaneEntry entry)
    {
        entry.Stage = EntryStage.Arrived;
        arrivals.Enqueue(entry);
        Interlocked.MemoryBarrier();
        return bell.IsOut || entry.Queue.IsClosed;
    }

    /// <summary>Ends a <see cref="Push"/> that says so.</summary>
    internal Admission Answer(LaneEntry entry, bool fromWorker, out LaneEffects effects)
    {
        effects = default;
        lock (gate)
        {
            // What was taken before anybody could refuse it is accepted.
            var isRefused = entry.Queue.IsClosed && (entry.IsBounded || !fromWorker) && TryClaim(entry, EntryStage.Refused);
            CheckDrained(entry.Queue, ref effects);
            if (entry.Queue.IsClosed && entry.Queue.Running == 0)
            {
                // If it was refused, or removed meanwhile, nobody is to be woken for it.
                HasOnlyRemoved();
            }

            Settle(ref effects);
            return isRefused ? Admission.Closed : Admission.Accepted;
        }
    }

    /// <summary>A worker that is done with its entry takes the next arrival, and keeps its seat, without the lock.</summary>
    /// <returns>False if it has to ask <see cref="Next"/>.</returns>
    internal bool TryGoOn(LaneWorker worker)
    {
        // What is listed came before the arrivals. What has seats left is listed.
        if (alone is not { Entries.First: null } || worker.Entry!.Stage != EntryStage.Gone)
        {
            return false;
        }

        while (arrivals.TryDequeue(out var next))
        {
            if (next.Seats > 1)
            {
                worker.Dequeued = next;
                return false;
            }

            if (TryClaim(next, EntryStage.Gone))
            {
                worker.Entry = next;
                return true;
            }
        }

        return false;
    }

    /// <summary>Hands an entry over. From a worker of the lane itself, what the queue's bound does not hold for is accepted even by a closed queue: it is a part of work that runs.</summary>
    internal Admission Submit(LaneEntry entry, bool fromWorker, out LaneEffects effects)
    {
        effects = default;
        var queue = entry.Queue;
        lock (gate)
        {
            if (queue.IsClosed && (entry.IsBounded || !fromWorker))
            {
                return Admission.Closed;
            }

            if (!entry.IsBounded)
            {
                // It takes no room, so it has no reason to stand behind those that wait for some.
                queue.Entries.InsertBefore(queue.FirstWaiting, entry);
                Admit(queue, entry);
            }
            else if (queue.HasRoom)
            {
                queue.Entries.Append(entry);
                queue.Outstanding++;
                entry.TakesRoom = true;
                Admit(queue, entry);
            }
            else if (queue.WhenFull == QueueFull.Reject)
            {
                return Admission.Rejected;
            }
            else
            {
                queue.Entries.Append(entry);
                queue.FirstWaiting ??= entry;
                entry.Stage = EntryStage.WaitingForRoom;
                entry.Waits();
            }

            Refresh(queue);
            Settle(ref effects);
            return Admission.Accepted;
        }
    }

    /// <summary>A worker is done with its entry, if it had one, and asks for the next.</summary>
    /// <param name="worker">A worker that runs or searches.</param>
    /// <param name="mayIdle">Whether it is to be idle if there is nothing; otherwise it stays searching and has to ask again.</param>
    /// <param name="effects">What is to be done after the step.</param>
    internal LaneStep Next(LaneWorker worker, bool mayIdle, out LaneEffects effects)
    {
        effects = default;
        lock (gate)
        {
            if (worker.Dequeued is { } dequeued)
            {
                worker.Dequeued = null;
                List(dequeued);
            }

            if (worker.Entry is { } done)
            {
                worker.Entry = null;
                searching++;
                Finish(done, ref effects);
            }

            while (true)
            {
                if ((TryTake() ?? TryTakeArrival()) is { } entry)
                {
                    searching--;
                    worker.Entry = entry;
                    Settle(ref effects);
                    return LaneStep.Run;
                }

                if (alone is not null)
                {
                    // The last of what was there may have been removed.
                    CheckDrained(alone, ref effects);
                }

                if (closed)
                {
                    searching--;
                    threads--;
                    return LaneStep.Leave;
                }

                if (!mayIdle)
                {
                    Settle(ref effects);
                    return LaneStep.Search;
                }

                searching--;
                worker.IdleSince = time.GetTimestamp();
                idle.Add(worker);
                if (!LeaveBell())
                {
                    return LaneStep.Idle;
                }

                // Somebody came before the bell was out.
                idle.RemoveAt(idle.Count - 1);
                searching++;
            }
        }
    }

    /// <summary>Takes an entry out of its queue before all its seats are taken. Whoever gets true has it alone: no worker joins any more.</summary>
    internal bool TryRemove(LaneEntry entry, out LaneEffects effects)
    {
        effects = default;
        if (TryClaim(entry, EntryStage.Gone))
        {
            // If it was the last, the worker that is on the way for it will see that.
            return true;
        }

        lock (gate)
        {
            var isThere = entry.Stage is EntryStage.Queued or EntryStage.WaitingForRoom;
            if (isThere)
            {
                Remove(entry, ref effects);
            }

            Settle(ref effects);
            return isThere;
        }
    }

    /// <summary>
    /// A worker that waits for an entry takes it out to run it itself, if its queue lets it: a worker that runs work of that queue has a seat already, which it does not use while it waits;
    /// another takes a seat, if one is free, and gives it back with <see cref="ReturnSeat"/>.
    /// </summary>
    internal bool TryTakeInline(LaneWorker worker, LaneEntry entry, bool hasSeat, out LaneEffects effects)
    {
        effects = default;
        var queue = entry.Queue;
        if (hasSeat && TryClaim(entry, EntryStage.Gone))
        {
            if (++worker.Claimed % ClaimsBeforeSweep == 0)
            {
                Sweep(ref effects);
            }

            return true;
        }

        lock (gate)
        {
            var canBeTaken = entry.Stage is EntryStage.Queued or EntryStage.WaitingForRoom && (hasSeat || queue.Running < queue.Limit);
            if (canBeTaken)
            {
                queue.Running += hasSeat ? 0 : 1;
                Remove(entry, ref effects);
            }

            Settle(ref effects);
            return canBeTaken;
        }
    }

    /// <summary>Gives back a seat that <see cref="TryTakeInline"/> took.</summary>
    internal void ReturnSeat(LaneQueue queue, out LaneEffects effects)
    {
        effects = default;
        lock (gate)
        {
            queue.Running--;
            Refresh(queue);
            CheckDrained(queue, ref effects);
            Settle(ref effects);
        }
    }

    /// <summary>An entry's work is done, though its worker has not asked for the next yet: whoever sees its result finds its room free.</summary>
    internal void ReturnRoom(LaneEntry entry, out LaneEffects effects)
    {
        effects = default;
        lock (gate)
        {
            FreeRoom(entry, ref effects);
            Refresh(entry.Queue);
            Settle(ref effects);
        }
    }

    /// <summary>Accepts nothing more into the queue.</summary>
    internal void Close(LaneQueue queue, out LaneEffects effects)
    {
        effects = default;
        lock (gate)
        {
            queue.IsClosed = true;

            // Whoever pushed before and read that the queue was open was accepted, and is seen here. Whoever comes too late for that reads that it is closed.
            Interlocked.MemoryBarrier();
            CheckDrained(queue, ref effects);
            Settle(ref effects);
        }
    }

    /// <summary>Takes out all that has not started and may be ended without.</summary>
    internal List<LaneEntry> RemoveAll(LaneQueue queue, out LaneEffects effects)
    {
        effects = default;
        List<LaneEntry> removed = [];
        lock (gate)
        {
            while (queue == alone && arrivals.TryDequeue(out var arrival))
            {
                if (!arrival.CanBeAbandoned)
                {
                    List(arrival);
                }
                else if (TryClaim(arrival, EntryStage.Gone))
                {
                    removed.Add(arrival);
                }
            }

            for (var entry = queue.Entries.First; entry is not null;)
            {
                var next = entry.Next;
                if (entry.CanBeAbandoned)
                {
                    // What found room through the removal of another goes the same way, so nobody hears of it.
                    queue.OpenSeats -= entry.Stage == EntryStage.Queued ? entry.Seats : 0;
                    queue.Outstanding -= entry.TakesRoom ? 1 : 0;
                    entry.TakesRoom = false;
                    queue.Unlink(entry);
                    removed.Add(entry);
                }

                entry = next;
            }

            Refresh(queue);
            CheckDrained(queue, ref effects);
            Settle(ref effects);
        }

        return removed;
    }

    /// <summary>Sends all workers home, once each has nothing to take. Every queue is closed before.</summary>
    /// <returns>Those that are idle and have to be told.</returns>
    internal LaneWorker[] Close(out LaneEffects effects)
    {
        effects = default;
        lock (gate)
        {
            closed = true;
            LaneWorker[] leaving = [.. idle];
            idle.Clear();
            SendHome(leaving);
            CheckEnded(ref effects);
            return leaving;
        }
    }

    /// <summary>Sends home who is idle for too long.</summary>
    /// <param name="limit">How long that is.</param>
    /// <param name="next">How long after now the next one is, if none is woken until then; null if none is left.</param>
    /// <returns>Those that have to be told. They are out of the list of idle ones, so that nobody else can wake them for work.</returns>
    internal LaneWorker[] Retire(TimeSpan limit, out TimeSpan? next)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            var count = 0;
            while (count < idle.Count && time.GetElapsedTime(idle[count].IdleSince, now) >= limit)
            {
                count++;
            }

            LaneWorker[] leaving = [.. idle.GetRange(0, count)];
            idle.RemoveRange(0, count);
            SendHome(leaving);
            next = idle.Count == 0 ? null : limit - time.GetElapsedTime(idle[0].IdleSince, now);
            return leaving;
        }
    }

    /// <summary>A thread that was told to leave is at its end.</summary>
    internal void Left(out LaneEffects effects)
    {
        effects = default;
        lock (gate)
        {
            alive--;
            CheckEnded(ref effects);
        }
    }

    /// <summary>A thread could not be started.</summary>
    /// <returns>Whether others are there, who will do its work.</returns>
    internal bool StartFailed(out LaneEffects effects)
    {
        effects = default;
        lock (gate)
        {
            alive--;
            threads--;
            searching--;
            LeaveBell();
            CheckEnded(ref effects);
            return threads > 0;
        }
    }

    private void SendHome(LaneWorker[] leaving)
    {
        threads -= leaving.Length;
        foreach (var worker in leaving)
        {
            worker.Leaves = true;
        }
    }

    private static bool TryClaim(LaneEntry entry, EntryStage stage) => Interlocked.CompareExchange(ref entry.Stage, stage, EntryStage.Arrived) == EntryStage.Arrived;

    /// <summary>Lists an arrival that was dequeued, so that several workers can join it, unless it was removed.</summary>
    private void List(LaneEntry arrival)
    {
        if (TryClaim(arrival, EntryStage.Queued))
        {
            arrival.Queue.Entries.Append(arrival);
            Admit(arrival.Queue, arrival);
            Refresh(arrival.Queue);
        }
    }

    /// <summary>Ends a step: somebody is woken if somebody has to be, and the bell is out exactly if whoever comes next has to wake somebody.</summary>
    private void Settle(ref LaneEffects effects)
    {
        do
        {
            WakeOne(ref effects);
        }
        while (LeaveBell());
    }

    /// <returns>True if the bell was not out before, and somebody may have come who did not see it.</returns>
    private bool LeaveBell()
    {
        var isNeeded = alone is not null && searching < maxSearching && (idle.Count > 0 || threads < maxThreads) && alone.Running < alone.Limit;
        if (bell.IsOut == isNeeded)
        {
            return false;
        }

        bell.IsOut = isNeeded;
        Interlocked.MemoryBarrier();
        return isNeeded && HasArrivals;
    }

    /// <summary>
    /// Lets go of arrivals that were claimed where they stood, by work that waits for them: it may do so for as long as it likes, and nobody comes by them if all workers are busy. Only a worker may do this, as it takes
    /// arrivals out of their order for a moment.
    /// </summary>
    private void Sweep(ref LaneEffects effects)
    {
        lock (gate)
        {
            while (arrivals.TryDequeue(out var arrival))
            {
                List(arrival);
            }

            Settle(ref effects);
        }
    }

    private LaneEntry? TryTakeArrival()
    {
        while (alone is { } queue && queue.Running < queue.Limit && arrivals.TryDequeue(out var arrival))
        {
            if (arrival.Seats > 1)
            {
                List(arrival);
                if (TryTake() is { } joined)
                {
                    return joined;
                }
            }
            else if (TryClaim(arrival, EntryStage.Gone))
            {
                queue.Running++;
                Refresh(queue);
                return arrival;
            }
        }

        return null;
    }

    private LaneEntry? TryTake()
    {
        while (listed.TryPeek(out var queue))
        {
            if (queue.Contribution == 0)
            {
                queue.IsListed = false;
                listed.Dequeue();
                continue;
            }

            var entry = queue.Entries.First!;
            entry.Seats--;
            queue.OpenSeats--;
            queue.Running++;
            if (entry.Seats == 0)
            {
                queue.Unlink(entry);
            }
            else
            {
                entry.SeatTaken();
            }

            Refresh(queue);
            if (listed.Count > 1)
            {
                // Queues that share a lane take turns. One that has nothing left is met, and dropped, at its next turn.
                listed.Enqueue(listed.Dequeue());
            }

            return entry;
        }

        return null;
    }

    private void Finish(LaneEntry entry, ref LaneEffects effects)
    {
        var queue = entry.Queue;
        queue.Running--;
        if (entry.Stage == EntryStage.Gone)
        {
            FreeRoom(entry, ref effects);
        }

        Refresh(queue);
        CheckDrained(queue, ref effects);
    }

    private void Remove(LaneEntry entry, ref LaneEffects effects)
    {
        var queue = entry.Queue;
        queue.OpenSeats -= entry.Stage == EntryStage.Queued ? entry.Seats : 0;
        var hadRoom = entry.TakesRoom;
        queue.Unlink(entry);
        if (hadRoom)
        {
            FreeRoom(entry, ref effects);
        }

        Refresh(queue);
        CheckDrained(queue, ref effects);
    }

    private void FreeRoom(LaneEntry entry, ref LaneEffects effects)
    {
        if (!entry.TakesRoom)
        {
            return;
        }

        var queue = entry.Queue;
        entry.TakesRoom = false;
        queue.Outstanding--;
        while (queue.FirstWaiting is { } waiting && queue.HasRoom)
        {
            queue.FirstWaiting = waiting.Next;
            queue.Outstanding++;
            waiting.TakesRoom = true;
            Admit(queue, waiting);
            (effects.Admitted ??= []).Add(waiting);
        }
    }

    private static void Admit(LaneQueue queue, LaneEntry entry)
    {
        entry.Stage = EntryStage.Queued;
        queue.OpenSeats += entry.Seats;
    }

    private void Refresh(LaneQueue queue)
    {
        var contribution = Math.Max(0, Math.Min(queue.OpenSeats, queue.Limit - queue.Running));
        runnable += contribution - queue.Contribution;
        queue.Contribution = contribution;
        if (contribution > 0 && !queue.IsListed)
        {
            queue.IsListed = true;
            listed.Enqueue(queue);
        }
    }

    private void WakeOne(ref LaneEffects effects)
    {
        if (searching >= maxSearching || closed || effects.Wake is not null || effects.StartsThread)
        {
            return;
        }

        if (runnable + (alone is not null && alone.Running < alone.Limit && HasArrivals ? 1 : 0) <= searching)
        {
            return;
        }

        if (idle.Count > 0)
        {
            searching++;
            effects.Wake = idle[^1];
            idle.RemoveAt(idle.Count - 1);
        }
        else if (threads < maxThreads)
        {
            searching++;
            threads++;
            alive++;
            effects.StartsThread = true;
        }
    }

    private void CheckDrained(LaneQueue queue, ref LaneEffects effects)
    {
        if (queue.IsClosed && queue.IsEmpty && !queue.IsDrained && (queue != alone || HasOnlyRemoved()))
        {
            queue.IsDrained = true;
            effects.Drained = queue;
        }
    }

    private void CheckEnded(ref LaneEffects effects)
    {
        if (closed && alive == 0 && !ended)
        {
            ended = true;
            effects.Ended = true;
        }
    }

    /// <summary>Drops arrivals that were removed. Only while no worker has a seat, so that nobody else takes any.</summary>
    private bool HasOnlyRemoved()
    {
        while (arrivals.TryPeek(out var oldest))
        {
            if (oldest.Stage == EntryStage.Arrived)
            {
                return false;
            }

            arrivals.TryDequeue(out _);
        }

        return true;
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct BellPlace
    {
        /// <summary>Written under gate, read by whoever pushes. Alone in its cache line (and its neighbour, which processors fetch along): what the workers write would take it from those who push.</summary>
        [FieldOffset(128)]
        private volatile bool isOut;

        public bool IsOut
        {
            readonly get => isOut;
            set => isOut = value;
        }
    }
}
