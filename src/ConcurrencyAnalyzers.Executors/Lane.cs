using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// The decisions of a bounded set of threads that serve queues: who runs what, who is idle, who is woken, started or sent home. It has no threads and waits for nothing; every method is one
/// step, all but <see cref="Push"/> under one lock, and leaves what is to be done to its caller (<see cref="LaneEffects"/>). So tests can take the steps of several threads in every order.
/// </summary>
/// <remarks>
/// <para>The rule that loses no wake-up: after each step, if a seat could be taken (<see cref="Runnable"/> is positive) and a worker is idle or another may be started, then some worker is searching.
/// A searching worker asks <see cref="Next"/> again before it is idle, under the same lock, and wakes another if it leaves seats behind. Go and Tokio wake their threads by the same rule.</para>
/// <para>Where a queue has no bound, there is nothing to decide when an entry comes, unless somebody has to be woken for it. So it is pushed to the arrivals, without the lock, and whoever holds the lock next takes
/// them all in. The head of the arrivals says at the same time whether a push is enough: a step that ends with workers that could be woken, and too few that search, leaves <see cref="Bell"/> there, and
/// the push that finds it has to <see cref="Answer"/> it. As both are one word, no push can come between the look and the leaving.</para>
/// </remarks>
internal sealed class Lane
{
    /// <summary>Lies where the arrivals are, if there are none and whoever comes has to ring.</summary>
    private static readonly LaneEntry Bell = new BellEntry();

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
    private int queues;
    private bool closed;
    private bool ended;

    // Whether the bell was left and is not known to be gone. Asked instead of the word itself, so that workers leave that to those who push.
    private bool bellIsOut = true;
    private long runnable;

    private Arrivals arrivals = new() { Newest = Bell };

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

    /// <summary>Whether entries were pushed and not taken in yet.</summary>
    internal bool HasArrivals => Volatile.Read(ref arrivals.Newest) is { } newest && newest != Bell;

    /// <summary>How many entries of a queue have seats left.</summary>
    internal int CountQueued(LaneQueue queue)
    {
        lock (gate)
        {
            TakeIn();
            return queue.Count;
        }
    }

    /// <summary>Another queue is served from now on.</summary>
    internal void Serve() => Interlocked.Increment(ref queues);

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

    /// <summary>Hands an entry over to a queue without a bound, without the lock.</summary>
    /// <returns>Whether that is not all: <see cref="Answer"/> has to follow.</returns>
    internal bool Push(LaneEntry entry)
    {
        var newest = Volatile.Read(ref arrivals.Newest);
        while (true)
        {
            entry.Next = newest == Bell ? null : newest;
            var seen = Interlocked.CompareExchange(ref arrivals.Newest, entry, newest);
            if (seen == newest)
            {
                // Read after the push: a queue that is not closed by now takes in all that was pushed before it closes.
                return newest == Bell || entry.Queue.IsClosed;
            }

            newest = seen;
        }
    }

    /// <summary>Ends a <see cref="Push"/> that says so.</summary>
    internal Admission Answer(LaneEntry entry, bool fromWorker, out LaneEffects effects)
    {
        effects = default;
        lock (gate)
        {
            TakeIn();
            if (entry.Stage == EntryStage.Refused)
            {
                if (entry.IsBounded || !fromWorker)
                {
                    Settle(ref effects);
                    return Admission.Closed;
                }

                entry.Queue.Append(entry);
                Admit(entry.Queue, entry);
                Refresh(entry.Queue);
            }

            Settle(ref effects);
            return Admission.Accepted;
        }
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
                queue.InsertBefore(queue.FirstWaiting, entry);
                Admit(queue, entry);
            }
            else if (queue.HasRoom)
            {
                queue.Append(entry);
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
                queue.Append(entry);
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
            if (worker.Entry is { } done)
            {
                worker.Entry = null;
                searching++;
                Finish(done, ref effects);
            }

            while (true)
            {
                if (listed.Count == 0 || queues > 1)
                {
                    // Arrivals come after all that their own queue has, so they can wait until that is empty, and come as many at a time. Another queue's can not: it would not have its turn.
                    TakeIn();
                }

                if ((TryTake() ?? TakeInAndTake()) is { } entry)
                {
                    searching--;
                    worker.Entry = entry;
                    Settle(ref effects);
                    return LaneStep.Run;
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
                if (TryLeaveBell())
                {
                    return LaneStep.Idle;
                }

                // Somebody came before it could lie down, and did not ring.
                idle.RemoveAt(idle.Count - 1);
                searching++;
            }
        }
    }

    /// <summary>Takes an entry out of its queue before all its seats are taken. Whoever gets true has it alone: no worker joins any more.</summary>
    internal bool TryRemove(LaneEntry entry, out LaneEffects effects)
    {
        effects = default;
        lock (gate)
        {
            TakeIn();
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
    internal bool TryTakeInline(LaneEntry entry, bool hasSeat, out LaneEffects effects)
    {
        effects = default;
        var queue = entry.Queue;
        lock (gate)
        {
            TakeIn();
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
            TakeIn();
            if (!queue.IsClosed)
            {
                // Whoever pushed and read that the queue was open was accepted, and is taken in here. Whoever comes too late for that reads that it is closed.
                queue.IsClosed = true;
                Interlocked.MemoryBarrier();
                TakeIn(closing: queue);
            }

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
            TakeIn();
            for (var entry = queue.Head; entry is not null;)
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
            while (!TryLeaveBell())
            {
                TakeIn();
            }

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

    /// <summary>Moves the arrivals to their queues, oldest first.</summary>
    /// <param name="closing">The queue that is being closed and takes in a last time. Others that are closed refuse.</param>
    private void TakeIn(LaneQueue? closing = null)
    {
        if (!HasArrivals)
        {
            return;
        }

        LaneEntry? oldest = null;
        for (var newest = Interlocked.Exchange(ref arrivals.Newest, null); newest is not null;)
        {
            var before = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = before;
        }

        while (oldest is { } entry)
        {
            oldest = entry.Next;
            var queue = entry.Queue;
            if (queue.IsClosed && queue != closing)
            {
                entry.Next = null;
                entry.Stage = EntryStage.Refused;
                continue;
            }

            queue.Append(entry);
            Admit(queue, entry);
            if (oldest?.Queue != queue)
            {
                Refresh(queue);
            }
        }
    }

    /// <summary>Ends a step: somebody is woken if somebody has to be, and the bell lies there exactly if whoever comes next has to wake somebody.</summary>
    private void Settle(ref LaneEffects effects)
    {
        WakeOne(ref effects);
        while (!TryLeaveBell())
        {
            TakeIn();
            WakeOne(ref effects);
        }
    }

    /// <returns>False if there are arrivals, and nobody on the way who would take them in.</returns>
    private bool TryLeaveBell()
    {
        if (searching >= maxSearching || (idle.Count == 0 && threads == maxThreads))
        {
            if (bellIsOut)
            {
                // Not there any more? Then whoever took it rings.
                bellIsOut = false;
                Interlocked.CompareExchange(ref arrivals.Newest, null, Bell);
            }

            return true;
        }

        var seen = arrivals.Newest;
        bellIsOut = seen == Bell || (seen is null && Interlocked.CompareExchange(ref arrivals.Newest, Bell, null) is null);
        return bellIsOut;
    }

    // What is listed may turn out to have nothing left.
    private LaneEntry? TakeInAndTake()
    {
        TakeIn();
        return TryTake();
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

            var entry = queue.Head!;
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
        if (runnable <= searching || searching >= maxSearching || effects.Wake is not null || effects.StartsThread)
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

    private static void CheckDrained(LaneQueue queue, ref LaneEffects effects)
    {
        if (queue.IsClosed && queue.IsEmpty && !queue.IsDrained)
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

    private sealed class BellEntry() : LaneEntry(null!)
    {
        internal override void Run() => throw new InvalidOperationException();

        internal override void Abandon() => throw new InvalidOperationException();
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Arrivals
    {
        /// <summary>Null, the bell, or the newest of the entries that were pushed, each with the one before it as Next. Changed by compare-and-swap: pushed to by anybody, taken as a whole under gate.</summary>
        /// <remarks>Alone in its cache line (and its neighbour, which processors fetch along): those who push and those who hold the gate would take it from each other.</remarks>
        [FieldOffset(128)]
        public LaneEntry? Newest;
    }
}
