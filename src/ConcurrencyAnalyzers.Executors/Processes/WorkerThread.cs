using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>
/// The thread of a slot: starts a worker, and reads what it says until it is gone; then the next. It reads also while the worker has nothing to do, so that it sees the end of one that ends then. The first
/// work after that is written by whoever brings it, which saves a switch, all else by this thread.
/// </summary>
internal sealed class WorkerThread : IDisposable
{
    // What a pipe takes for sure when the worker has read all before.
    private const int AtOnce = 32 << 10;

    private static readonly TimeSpan MemoryEvery = TimeSpan.FromMilliseconds(250);

    // For a process whose pipe has ended, or that is killed.
    private static readonly TimeSpan ForDeath = TimeSpan.FromSeconds(1);

    private readonly WorkerPool pool;
    private readonly WorkerSlot slot;
    private readonly ITimer timer;
    private readonly FrameWriter batch = new(int.MaxValue);

    // Guarded by the pool's gate. Both of the process that is, or is to become, the slot's worker.
    private CancellationTokenSource launching = new();
    private IWorkerLink? link;

    // Guarded by the pool's gate. For when the timer is set.
    private TimeSpan armedFor = TimeSpan.MaxValue;

    // Somebody writes, or is about to: raised in the pool's gate, lowered outside. Nothing that may be written is given back before, and the batch is the only writer's.
    private int writers;

    // Whether the last write was of one call and failed, so that the worker cannot have got it. Written before writers is lowered.
    private bool isUnheard;

    private TimeSpan memoryAt;

    public WorkerThread(WorkerPool pool, WorkerSlot slot)
    {
        this.pool = pool;
        this.slot = slot;
        timer = pool.Time.CreateTimer(static thread => ((WorkerThread)thread!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Start() => new Thread(Run) { IsBackground = true, Name = $"{pool.Options.Name} {slot.Index + 1}" }.UnsafeStart();

    /// <summary>Once there are no workers any more.</summary>
    public void Dispose() => timer.Dispose();

    /// <summary>Sets the timer for the deadline of the slot. In the pool's gate, after each step that may have brought it nearer.</summary>
    public void Arm()
    {
        if (pool.Ledger.Deadline(slot) is { } deadline && deadline < armedFor)
        {
            armedFor = deadline;
            var left = Math.Max(0, (deadline - pool.Now).TotalMilliseconds);

            // Timers count whole milliseconds, and not more than fit into 32 bits.
            timer.Change(TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(left), uint.MaxValue - 1)), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Asks the ledger what is to be written. In the pool's gate; <see cref="Act"/> or <see cref="Dispatch(WorkerDuty)"/> comes next.</summary>
    public WorkerDuty Prepare(bool recycles)
    {
        List<JobCall> write = [];
        return Take(pool.Ledger.Write(slot, pool.Now, recycles, write), write);
    }

    /// <summary>What a step of the ledger has laid upon whoever took it. In the pool's gate.</summary>
    public WorkerDuty Take(SlotStep step, List<JobCall>? write = null)
    {
        if (step == SlotStep.Write)
        {
            Interlocked.Increment(ref writers);
        }

        Arm();
        return new WorkerDuty(step, link, launching, write);
    }

    /// <summary>The worker was given work.</summary>
    public void Dispatch()
    {
        WorkerDuty duty;
        lock (pool.Gate)
        {
            duty = Prepare(recycles: false);
        }

        Dispatch(duty);
    }

    /// <summary>As <see cref="Act"/>, for those who must not wait for a worker to read.</summary>
    public void Dispatch(WorkerDuty duty)
    {
        if (duty.Step == SlotStep.Write && Size(duty.Calls!) > AtOnce)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Thread.Act(state.Duty), (Thread: this, Duty: duty), preferLocal: false);
        }
        else
        {
            Act(duty);
        }
    }

    /// <summary>Outside of the pool's gate.</summary>
    public void Act(WorkerDuty duty)
    {
        switch (duty.Step)
        {
            case SlotStep.Write:
                Write(duty.Link!, duty.Calls!);
                break;
            case SlotStep.Close:
                duty.Link?.Close();
                break;
            case SlotStep.Kill:
                // What is started ends with this, what is ready with that.
                duty.Launching?.Cancel();
                duty.Link?.Kill();
                break;
        }
    }

    /// <summary>Tells the worker of a cancellation, unless the call has ended meanwhile.</summary>
    public void Tell(PendingCall call)
    {
        IWorkerLink? worker;
        long id;
        lock (pool.Gate)
        {
            worker = call.State == JobState.Sent && call.Slot == slot ? link : null;
            id = call.Id;
        }

        worker?.Cancel(id);
    }

    private static long Size(List<JobCall> calls)
    {
        var size = 0L;
        foreach (var call in calls)
        {
            size += call.FrameBytes;
        }

        return size;
    }

    private void Run()
    {
        TimeSpan? delay = TimeSpan.Zero;
        while (delay is { } time)
        {
            Wait(time);
            delay = RunWorker();
        }

        pool.ThreadEnds();
    }

    private void Wait(TimeSpan time)
    {
        CancellationToken stop;
        lock (pool.Gate)
        {
            launching = new CancellationTokenSource();
            stop = launching.Token;
            if (pool.Ledger.IsShut || time == TimeSpan.Zero)
            {
                return;
            }
        }

        // The thread is the slot's own, and has nothing else to do.
        Task.Delay(time, pool.Time, stop).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
    }

    private TimeSpan? RunWorker()
    {
        int workerId;
        CancellationToken stop;
        lock (pool.Gate)
        {
            if (!pool.Ledger.Begin(slot, pool.Now))
            {
                return null;
            }

            workerId = pool.NextWorkerId();
            launching = new CancellationTokenSource();
            stop = launching.Token;
            Arm();
        }

        IWorkerLink worker;
        try
        {
            worker = pool.Launcher.Launch(workerId, stop);
        }
        catch (LaunchException exception)
        {
            return pool.FailStart(slot, workerId, exception);
        }

        WorkerDuty duty;
        lock (pool.Gate)
        {
            link = worker;
            isUnheard = false;
            memoryAt = pool.Now + MemoryEvery;
            List<JobCall> write = [];
            duty = Take(pool.Ledger.Ready(slot, pool.Now, write), write);
            pool.CheckStarts();
        }

        Act(duty);
        return End(worker, Read(worker));
    }

    /// <returns>What the worker must not have said; null if it is just gone.</returns>
    private string? Read(IWorkerLink worker)
    {
        using var frames = new FrameStream(worker.Pipe, pool.Options.MaxFrameBytes);
        try
        {
            while (frames.Read(out var frame))
            {
                Hear(worker, frame);
            }
        }
        catch (FrameException exception)
        {
            return exception.Message;
        }
        catch (OutOfMemoryException)
        {
            return "there is no memory for what it sends";
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The pipe is broken, or was closed here.
        }

        return null;
    }

    private void Hear(IWorkerLink worker, Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Progress:
                JobCall? head;
                lock (pool.Gate)
                {
                    head = WorkerLedger.FindHead(slot, frame.Id);
                }

                // Else it is over: what was told of it between its cancellation and its end.
                (head as PendingCall)?.ReportProgress(ProgressFrame.Read(frame.Payload));
                break;
            case FrameKind.Result or FrameKind.Fault or FrameKind.Canceled:
                Answered(worker, frame);
                break;
            default:
                throw new FrameException($"it sent a frame of the kind {frame.Kind}, which is not a worker's to send");
        }
    }

    private void Answered(IWorkerLink worker, Frame frame)
    {
        JobCall? answered;
        var duty = default(WorkerDuty);
        var recycles = IsTooLarge(worker);
        lock (pool.Gate)
        {
            if (!pool.Ledger.TryAnswer(slot, frame.Id, pool.Now, out answered))
            {
                throw new FrameException($"it answered job {frame.Id}, which it was not asked for");
            }

            if (answered is not null)
            {
                duty = Prepare(recycles);
                pool.CheckDrained();
            }
        }

        if (answered is not PendingCall call)
        {
            return;
        }

        // First, so that the worker has something to do. What was written for the call is given back with its end.
        try
        {
            if (duty.Step != SlotStep.Write)
            {
                WaitForWriters(but: 0);
            }

            Act(duty);
        }
        finally
        {
            End(call, frame);
        }
    }

    private void End(PendingCall call, Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Result:
                pool.Observed(call, ExecutorTelemetry.Done);
                call.Complete(frame.Payload);
                break;
            case FrameKind.Canceled:
                var isCanceled = call.CanceledAt is not null && !call.IsStopped;
                pool.Observed(call, isCanceled ? ExecutorTelemetry.Canceled : ExecutorTelemetry.Stopped);
                if (isCanceled)
                {
                    call.Cancel();
                }
                else
                {
                    call.Fail(new ExecutorStoppedException(pool.Options.Name, null));
                }

                break;
            default:
                pool.Observed(call, ExecutorTelemetry.Failed);
                Exception fault;
                try
                {
                    fault = JobFault.Read(call.Job, frame.Payload);
                }
                catch (FrameException)
                {
                    call.Fail(new RemoteJobException(call.Job, "", "The worker did not say what.", ""));
                    throw;
                }

                call.Fail(fault);
                break;
        }
    }

    private bool IsTooLarge(IWorkerLink worker)
    {
        if (pool.Options.MaxWorkerBytes == long.MaxValue || pool.Now < memoryAt)
        {
            return false;
        }

        memoryAt = pool.Now + MemoryEvery;
        return worker.WorkingSet > pool.Options.MaxWorkerBytes;
    }

    private TimeSpan? End(IWorkerLink worker, string? violation)
    {
        bool isEnding;
        lock (pool.Gate)
        {
            isEnding = slot is { State: SlotState.Ending, IsKilled: false };
            WorkerLedger.GiveUp(slot, pool.Now);
        }

        if (violation is not null)
        {
            worker.Kill();
        }

        // First, or one who writes to it would wait for it.
        worker.Close();
        var exit = worker.Reap(isEnding ? pool.Options.CancelGrace : ForDeath);
        WaitForWriters(but: 0);
        var effects = new LedgerEffects();
        List<WorkerDuty> duties;
        WorkerExitedEventArgs exited;
        lock (pool.Gate)
        {
            link = null;
            pool.Ledger.Exit(slot, isUnheard, pool.Now, effects);
            exited = new WorkerExitedEventArgs(worker.WorkerId, slot.Verdict ?? WorkerExitReason.Crashed, exit, slot.Jobs);
            duties = pool.Note(effects);
            Arm();
        }

        pool.Apply(effects, duties, exit, violation);
        pool.Tell(exited);
        return effects.RestartsAfter;
    }

    private void Write(IWorkerLink worker, List<JobCall> calls)
    {
        // The worker may answer before the one who wrote what it answers has cleared up. There are two at most, and only the first has not been read by the worker: the second waits for that one, and never that one for it.
        WaitForWriters(but: 1);
        try
        {
            long? now = ExecutorTelemetry.WantsWait || ExecutorTelemetry.WantsJobs ? pool.Time.GetTimestamp() : null;
            foreach (var call in calls)
            {
                JobFrame.Address(((PendingCall)call).Input, call.Id, call.Attempt);
                Observe((PendingCall)call, now);
            }

            if (calls is [PendingCall single])
            {
                worker.Pipe.Write(single.Input.Written);
            }
            else
            {
                foreach (var call in calls)
                {
                    batch.Append(((PendingCall)call).Input.Written);
                }

                worker.Pipe.Write(batch.Written);
            }

            isUnheard = false;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The thread of the slot sees that the worker is gone, and does what is to be done.
            isUnheard = calls.Count == 1;
        }
        finally
        {
            batch.Clear();
            Interlocked.Decrement(ref writers);
        }
    }

    private void Observe(PendingCall call, long? now)
    {
        if (now is { } sent && call.SubmittedAt is { } submitted)
        {
            call.SentAt = sent;
            ExecutorTelemetry.Waited(pool, pool.Time.GetElapsedTime(submitted, sent));
        }
    }

    private void WaitForWriters(int but)
    {
        for (var wait = default(SpinWait); Volatile.Read(ref writers) > but;)
        {
            wait.SpinOnce();
        }
    }

    private void Expire()
    {
        WorkerDuty duty;
        lock (pool.Gate)
        {
            armedFor = TimeSpan.MaxValue;
            duty = Take(pool.Ledger.Expire(slot, pool.Now));
        }

        Act(duty);
    }
}
