using System;
using System.Collections.Generic;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// The decisions of a bounded set of threads that serve queues: who runs what, who is idle, who is woken, started or sent home. It has no threads and waits for nothing; every method is one
/// step under one lock and leaves what is to be done to its caller (<see cref="LaneEffects"/>). So tests can take the steps of several threads in every order.
/// </summary>
/// <remarks>
/// The rule that loses no wake-up: after each step, if a seat could be taken (<see cref="Runnable"/> is positive) and a worker is idle or another may be started, then some worker is searching.
/// A searching worker asks <see cref="Next"/> again before it is idle, under the same lock, and wakes another if it leaves seats behind. Go and Tokio wake their threads by the same rule.
/// </remarks>
internal sealed class Lane
{
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

    /// <summary>How many seats could be taken now. Read without the lock it is a hint.</summary>
    internal long Runnable => Volatile.Read(ref runnable);

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
            WakeOne(ref effects);
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

            if (TryTake() is { } entry)
            {
                searching--;
                worker.Entry = entry;
                WakeOne(ref effects);
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
                return LaneStep.Search;
            }

            searching--;
            worker.IdleSince = time.GetTimestamp();
            idle.Add(worker);
            return LaneStep.Idle;
        }
    }

    /// <summary>Takes an entry out of its queue before all its seats are taken. Whoever gets true has it alone: no worker joins any more.</summary>
    internal bool TryRemove(LaneEntry entry, out LaneEffects effects)
    {
        effects = default;
        lock (gate)
        {
            if (entry.Stage is not (EntryStage.Queued or EntryStage.WaitingForRoom))
            {
                return false;
            }

            Remove(entry, ref effects);
            return true;
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
            if (entry.Stage is not (EntryStage.Queued or EntryStage.WaitingForRoom) || (!hasSeat && queue.Running >= queue.Limit))
            {
                return false;
            }

            if (!hasSeat)
            {
                queue.Running++;
            }

            Remove(entry, ref effects);
            return true;
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
            WakeOne(ref effects);
            CheckDrained(queue, ref effects);
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
            WakeOne(ref effects);
        }
    }

    /// <summary>Accepts nothing more into the queue.</summary>
    internal void Close(LaneQueue queue, out LaneEffects effects)
    {
        effects = default;
        lock (gate)
        {
            queue.IsClosed = true;
            CheckDrained(queue, ref effects);
        }
    }

    /// <summary>Takes out all that has not started and may be ended without.</summary>
    internal List<LaneEntry> RemoveAll(LaneQueue queue, out LaneEffects effects)
    {
        effects = default;
        List<LaneEntry> removed = [];
        lock (gate)
        {
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
        WakeOne(ref effects);
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
}
