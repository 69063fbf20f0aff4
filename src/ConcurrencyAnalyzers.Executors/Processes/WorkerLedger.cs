using System;
using System.Collections.Generic;
using System.Linq;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>
/// Who may do what in an executor of processes: the rules alone, without processes, pipes, threads and clocks, so that every order of events can be tried. Each member is one step, and steps exclude each
/// other: <see cref="ProcessExecutor"/> has the gate. Times are since any moment, the same for all steps.
/// </summary>
/// <remarks>
/// A call that no worker has heard of is ended by whoever decides so. A call that was sent is ended by the thread of its slot alone, when the worker answers or is gone: who wants it to end sooner cancels
/// it, or kills the worker. So nothing that belongs to a call is used by two at once.
/// </remarks>
internal sealed class WorkerLedger
{
    private static readonly TimeSpan FirstStartDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstCrashDelay = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    private readonly LedgerLimits limits;
    private readonly WorkerSlot[] slots;

    // Empty while a worker is idle.
    private readonly LinkedList<JobCall[]> queue = new();

    // Slots in that state. Another one starts while more batches than these wait.
    private int starting;

    // Calls that have not ended.
    private int outstanding;

    // Ids are of one worker, but all different, so that what is told to one can be looked up by a test.
    private long lastId;

    private int startFailures;

    // Workers that ended in the middle of a job without having done any, in a row.
    private int crashes;

    // No more calls.
    private bool isClosed;

    // No more time for calls: what runs is cancelled, the rest ends.
    private bool isAbandoned;

    // No more workers.
    private bool isShut;

    private bool hasFailed;

    public WorkerLedger(int degree, LedgerLimits limits)
    {
        this.limits = limits;
        slots = [.. Enumerable.Range(0, degree).Select(static index => new WorkerSlot(index))];
    }

    public IReadOnlyList<WorkerSlot> Slots => slots;

    public int Outstanding => outstanding;

    public int QueuedBatches => queue.Count;

    public bool IsClosed => isClosed;

    /// <summary>Whether the workers do not start, and nobody tries any more.</summary>
    public bool HasFailed => hasFailed;

    /// <summary>Whether each slot has a worker that was ready.</summary>
    public bool IsComplete => !slots.Any(static slot => slot.State is SlotState.Vacant or SlotState.Starting);

    /// <summary>Whether there will be no more workers than there are.</summary>
    public bool IsShut => isShut;

    /// <summary>Whether no call will ever be outstanding.</summary>
    public bool IsDrained => isClosed && outstanding == 0;

    /// <summary>Calls that no worker has heard of. For measurements: it counts.</summary>
    public int CountQueued() => queue.Sum(static batch => batch.Count(static call => call.State == JobState.Queued)) + slots.Sum(static slot => slot.Assigned.Count(static call => call.State == JobState.Queued));

    /// <summary>Somebody hands in calls that go to one worker, one after the other. Those that ended already are passed over.</summary>
    /// <param name="batch">The calls.</param>
    /// <param name="now">The time.</param>
    /// <param name="dispatched">The worker that has got them; <see cref="Write"/> comes next.</param>
    /// <param name="started">The slot whose thread is to be started.</param>
    /// <returns>False if calls are not taken any more.</returns>
    public bool TrySubmit(JobCall[] batch, TimeSpan now, out WorkerSlot? dispatched, out WorkerSlot? started)
    {
        dispatched = started = null;
        if (isClosed || hasFailed)
        {
            return false;
        }

        foreach (var call in batch)
        {
            if (call.State == JobState.New)
            {
                call.State = JobState.Queued;
                outstanding++;
            }
        }

        dispatched = FindIdle();
        if (dispatched is null)
        {
            queue.AddLast(batch);
            started = TryStart(now);
        }
        else
        {
            Assign(dispatched, batch, now);
        }

        return true;
    }

    /// <summary>Asks for all workers that there may be.</summary>
    public void StartAll(TimeSpan now, LedgerEffects effects)
    {
        if (isClosed || hasFailed)
        {
            return;
        }

        foreach (var slot in slots)
        {
            if (slot.State == SlotState.Vacant)
            {
                Start(slot, now);
                effects.Started.Add(slot);
            }
        }
    }

    /// <summary>The thread of a slot is about to start a process, after the delay if there was one.</summary>
    /// <returns>False if it ends instead.</returns>
    public bool Begin(WorkerSlot slot, TimeSpan now)
    {
        if (isShut || hasFailed)
        {
            Leave(slot);
            return false;
        }

        slot.Since = now;
        slot.Jobs = 0;
        slot.Verdict = null;
        slot.IsKilled = false;
        return true;
    }

    /// <summary>A worker is ready.</summary>
    /// <returns>What its thread has to do with it.</returns>
    public SlotStep Ready(WorkerSlot slot, TimeSpan now, List<JobCall> write)
    {
        if (slot.State != SlotState.Starting)
        {
            return SlotStep.None;
        }

        starting--;
        startFailures = 0;
        if (slot.IsKilled)
        {
            End(slot, slot.Verdict ?? WorkerExitReason.FailedToStart, now);
            return SlotStep.Kill;
        }

        slot.State = SlotState.Busy;
        return Write(slot, now, recycles: false, write);
    }

    /// <summary>Who handed work to a worker, or its thread after an answer, asks what is to be written now.</summary>
    /// <param name="slot">A worker that has work, or had.</param>
    /// <param name="now">The time.</param>
    /// <param name="recycles">Whether it is to end when it has nothing to do.</param>
    /// <param name="write">Gets the calls.</param>
    public SlotStep Write(WorkerSlot slot, TimeSpan now, bool recycles, List<JobCall> write)
    {
        if (slot.State != SlotState.Busy)
        {
            return SlotStep.None;
        }

        while (true)
        {
            while (slot.Assigned.TryPeek(out var call))
            {
                if (call.State == JobState.Queued)
                {
                    if (slot.Sent.Count > 0 && (slot.SentBytes + call.FrameBytes > limits.Window || slot.Sent.Count >= limits.Unanswered))
                    {
                        break;
                    }

                    Send(slot, call, now);
                    write.Add(call);
                }

                slot.Assigned.Dequeue();
            }

            if (slot.Sent.Count > 0)
            {
                return write.Count > 0 ? SlotStep.Write : SlotStep.None;
            }

            if (recycles || slot.Jobs >= limits.JobsPerWorker || isShut)
            {
                return End(slot, isShut ? WorkerExitReason.Stopped : WorkerExitReason.Recycled, now);
            }

            if (queue.First is not { } first)
            {
                slot.State = SlotState.Idle;
                slot.Since = now;
                return SlotStep.None;
            }

            queue.RemoveFirst();
            Assign(slot, first.Value, now);
        }
    }

    /// <summary>A worker has answered.</summary>
    /// <param name="slot">The worker.</param>
    /// <param name="id">Of the call, as the worker says.</param>
    /// <param name="now">The time.</param>
    /// <param name="call">What is to be ended with the answer; null if the answer does not count, because the worker is ending.</param>
    /// <returns>False if it is not what the worker was asked: it does jobs in turn.</returns>
    public bool TryAnswer(WorkerSlot slot, long id, TimeSpan now, out JobCall? call)
    {
        call = null;
        if (slot.State == SlotState.Ending)
        {
            return true;
        }

        if (!slot.Sent.TryPeek(out var head) || head.Id != id)
        {
            return false;
        }

        slot.Sent.Dequeue();
        slot.SentBytes -= head.FrameBytes;
        slot.HeadSince = now;
        slot.Jobs++;
        crashes = 0;
        End(head);
        call = head;
        return true;
    }

    /// <summary>The call that a worker works on, or null if its id is another.</summary>
    public static JobCall? FindHead(WorkerSlot slot, long id) => slot.State == SlotState.Busy && slot.Sent.TryPeek(out var head) && head.Id == id ? head : null;

    /// <summary>Somebody gives up on a call.</summary>
    public CancelStep Cancel(JobCall call, TimeSpan now)
    {
        switch (call.State)
        {
            case JobState.New:
                call.State = JobState.Ended;
                return CancelStep.End;
            case JobState.Queued:
                End(call);
                return CancelStep.End;
            case JobState.Sent when call.CanceledAt is null:
                call.CanceledAt = now;
                return CancelStep.Tell;
            default:
                return CancelStep.None;
        }
    }

    /// <summary>When <see cref="Expire"/> has to come for a slot; null if nothing of it has a limit.</summary>
    public TimeSpan? Deadline(WorkerSlot slot)
    {
        if (slot.IsKilled)
        {
            return null;
        }

        switch (slot.State)
        {
            case SlotState.Starting:
                return slot.Since + limits.Start;
            case SlotState.Idle:
                return slot.Since + limits.Idle;
            case SlotState.Ending:
                return slot.Since + limits.Grace;
            case SlotState.Busy when slot.Sent.TryPeek(out var head):
                var (timeout, grace) = (slot.HeadSince + head.Timeout, GraceEnd(slot, head));
                return timeout is null || grace < timeout ? grace : timeout;
            default:
                return null;
        }
    }

    /// <summary>A limit of a slot may be over.</summary>
    public SlotStep Expire(WorkerSlot slot, TimeSpan now)
    {
        if (!(Deadline(slot) <= now))
        {
            return SlotStep.None;
        }

        if (slot.State == SlotState.Idle)
        {
            return End(slot, WorkerExitReason.Idle, now);
        }

        if (slot.State == SlotState.Busy)
        {
            End(slot, GraceEnd(slot, slot.Sent.Peek()) <= now ? WorkerExitReason.CancellationIgnored : WorkerExitReason.TimedOut, now);
        }

        slot.IsKilled = true;
        return SlotStep.Kill;
    }

    /// <summary>A process did not become a worker.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="isFinal">Whether there is no use in another try.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Gets what follows.</param>
    public void FailStart(WorkerSlot slot, bool isFinal, TimeSpan now, LedgerEffects effects)
    {
        startFailures++;
        if (isShut)
        {
            Leave(slot);
            return;
        }

        if (isFinal || startFailures >= limits.StartFailures || hasFailed)
        {
            Leave(slot);
            hasFailed = true;
            EndQueue(JobEnd.NotStarted, effects);
            return;
        }

        slot.Since = now;
        effects.RestartsAfter = Delay(FirstStartDelay, startFailures);
    }

    /// <summary>A worker is gone, or says what it must not: it gets nothing more, and what it says does not count. <see cref="Exit"/> comes next.</summary>
    public static void GiveUp(WorkerSlot slot, TimeSpan now)
    {
        if (slot.State != SlotState.Ending)
        {
            End(slot, WorkerExitReason.Crashed, now);
            slot.IsKilled = true;
        }
    }

    /// <summary>A worker is gone, and nothing it said is left unread.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="isUnheard">Whether the last that was to be written to it was one call, and could not be written.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Gets what follows.</param>
    public void Exit(WorkerSlot slot, bool isUnheard, TimeSpan now, LedgerEffects effects)
    {
        var verdict = slot.Verdict ?? WorkerExitReason.Crashed;
        slot.Verdict = verdict;
        crashes = verdict == WorkerExitReason.Crashed && slot.Jobs == 0 ? crashes + 1 : 0;
        List<JobCall[]> again = [];
        var isHead = true;
        while (slot.Sent.TryDequeue(out var call))
        {
            if (EndOf(call, verdict, isHead, isUnheard && slot.Sent.Count == 0) is { } end)
            {
                End(call);
                effects.Ended.Add((call, end));
            }
            else
            {
                call.State = JobState.Queued;
                call.Slot = null;
                again.Add([call]);
            }

            isHead = false;
        }

        if (slot.Assigned.Count > 0)
        {
            again.Add([.. slot.Assigned]);
            slot.Assigned.Clear();
        }

        slot.SentBytes = 0;
        for (var i = again.Count - 1; i >= 0; i--)
        {
            queue.AddFirst(again[i]);
        }

        if (isAbandoned || hasFailed)
        {
            EndQueue(isAbandoned ? JobEnd.Stopped : JobEnd.NotStarted, effects);
        }

        if (isShut || isAbandoned || hasFailed || IsDrained || (verdict == WorkerExitReason.Idle && queue.Count <= starting))
        {
            slot.State = SlotState.Vacant;
        }
        else
        {
            Start(slot, now);
            effects.RestartsAfter = crashes <= 1 ? TimeSpan.Zero : Delay(FirstCrashDelay, crashes - 1);
        }

        Pump(now, effects);
    }

    /// <summary>Nothing more is handed in.</summary>
    public void Close() => isClosed = true;

    /// <summary>The time for what was handed in is over: what no worker has heard of ends, the rest is cancelled.</summary>
    public void Abandon(TimeSpan now, LedgerEffects effects)
    {
        isClosed = isAbandoned = true;
        EndQueue(JobEnd.Stopped, effects);
        foreach (var slot in slots)
        {
            while (slot.Assigned.TryDequeue(out var call))
            {
                EndQueued(call, JobEnd.Stopped, effects);
            }

            foreach (var call in slot.Sent)
            {
                if (call.CanceledAt is null)
                {
                    call.CanceledAt = now;
                    call.IsStopped = true;
                    effects.Canceled.Add(call);
                }
            }
        }
    }

    /// <summary>No more workers: those that have nothing to do are told to end, the others are killed.</summary>
    public void Shut(TimeSpan now, LedgerEffects effects)
    {
        if (!isAbandoned)
        {
            Abandon(now, effects);
        }

        isShut = true;
        foreach (var slot in slots)
        {
            switch (slot.State)
            {
                case SlotState.Idle:
                    End(slot, WorkerExitReason.Stopped, now);
                    effects.Closed.Add(slot);
                    break;
                case SlotState.Starting or SlotState.Busy:
                    if (slot.State == SlotState.Busy)
                    {
                        End(slot, WorkerExitReason.Stopped, now);
                    }

                    slot.Verdict = WorkerExitReason.Stopped;
                    slot.IsKilled = true;
                    effects.Killed.Add(slot);
                    break;
            }
        }
    }

    /// <summary>Kills all at once, those that are about to end by themselves, too.</summary>
    public void Kill(TimeSpan now, LedgerEffects effects)
    {
        Shut(now, effects);
        foreach (var slot in slots)
        {
            if (slot.State == SlotState.Ending && !slot.IsKilled)
            {
                slot.IsKilled = true;
                effects.Killed.Add(slot);
            }
        }
    }

    private static JobEnd? EndOf(JobCall call, WorkerExitReason verdict, bool isHead, bool isUnheard)
    {
        if (verdict == WorkerExitReason.Stopped || call.CanceledAt is not null)
        {
            return call.CanceledAt is not null && !call.IsStopped ? JobEnd.Canceled : JobEnd.Stopped;
        }

        if (verdict == WorkerExitReason.TimedOut && isHead)
        {
            return JobEnd.TimedOut;
        }

        // Behind a job that was over its time nothing has begun: a worker tells of what is done within a moment.
        if (verdict != WorkerExitReason.Crashed)
        {
            return null;
        }

        if (isUnheard && !call.WasReturned)
        {
            call.WasReturned = true;
            return null;
        }

        if (call.Attempt >= call.MaxAttempts)
        {
            return JobEnd.Crashed;
        }

        call.Attempt++;
        return null;
    }

    private static TimeSpan Delay(TimeSpan first, int times)
    {
        var delay = first * Math.Pow(2, Math.Min(times - 1, 16));
        return delay < LongestDelay ? delay : LongestDelay;
    }

    private static SlotStep End(WorkerSlot slot, WorkerExitReason verdict, TimeSpan now)
    {
        slot.State = SlotState.Ending;
        slot.Since = now;
        slot.Verdict = verdict;
        return SlotStep.Close;
    }

    private static void Assign(WorkerSlot slot, JobCall[] batch, TimeSpan now)
    {
        slot.State = SlotState.Busy;
        slot.Since = now;
        foreach (var call in batch)
        {
            slot.Assigned.Enqueue(call);
        }
    }

    private WorkerSlot? FindIdle()
    {
        foreach (var slot in slots)
        {
            if (slot.State == SlotState.Idle)
            {
                return slot;
            }
        }

        return null;
    }

    private WorkerSlot? TryStart(TimeSpan now)
    {
        if (queue.Count <= starting)
        {
            return null;
        }

        foreach (var slot in slots)
        {
            if (slot.State == SlotState.Vacant)
            {
                Start(slot, now);
                return slot;
            }
        }

        return null;
    }

    private void Start(WorkerSlot slot, TimeSpan now)
    {
        slot.State = SlotState.Starting;
        slot.Since = now;
        slot.IsKilled = false;
        starting++;
    }

    private void Leave(WorkerSlot slot)
    {
        slot.State = SlotState.Vacant;
        starting--;
    }

    private void Send(WorkerSlot slot, JobCall call, TimeSpan now)
    {
        if (slot.Sent.Count == 0)
        {
            slot.HeadSince = now;
        }

        call.State = JobState.Sent;
        call.Slot = slot;
        call.Id = ++lastId;
        slot.Sent.Enqueue(call);
        slot.SentBytes += call.FrameBytes;
    }

    private TimeSpan? GraceEnd(WorkerSlot slot, JobCall head)
    {
        // A job that was cancelled before its turn has its time from its turn on.
        var since = head.CanceledAt > slot.HeadSince ? head.CanceledAt : head.CanceledAt is null ? null : slot.HeadSince;
        return since + limits.Grace;
    }

    private void End(JobCall call)
    {
        call.State = JobState.Ended;
        outstanding--;
    }

    private void EndQueued(JobCall call, JobEnd end, LedgerEffects effects)
    {
        if (call.State == JobState.Queued)
        {
            End(call);
            effects.Ended.Add((call, end));
        }
    }

    private void EndQueue(JobEnd end, LedgerEffects effects)
    {
        foreach (var batch in queue)
        {
            foreach (var call in batch)
            {
                EndQueued(call, end, effects);
            }
        }

        queue.Clear();
    }

    // After calls came back: idle workers take them, and slots that are empty start.
    private void Pump(TimeSpan now, LedgerEffects effects)
    {
        while (queue.First is { } first && FindIdle() is { } idle)
        {
            queue.RemoveFirst();
            Assign(idle, first.Value, now);
            effects.Dispatched.Add(idle);
        }

        while (!isShut && TryStart(now) is { } slot)
        {
            effects.Started.Add(slot);
        }
    }
}
