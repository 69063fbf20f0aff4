using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>The workers of an executor and the calls that wait for them: takes the steps of the ledger, one at a time, and carries out what comes of them.</summary>
internal sealed class WorkerPool : IMeasuredExecutor
{
    private readonly ProcessExecutorOptions options;
    private readonly Action<WorkerExitedEventArgs> onExited;
    private readonly WorkerThread[] threads;
    private readonly long origin;

    // Complete when no call will ever be outstanding; when there are no workers any more.
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Guarded by Gate. Those who wait for all workers to be ready.
    private readonly List<TaskCompletionSource> starts = [];

    // Guarded by Gate. Threads that run or are about to be started.
    private int live;
    private int lastWorkerId;

    // Guarded by Gate. Why there are no workers.
    private WorkerStartException? failure;

    // Guarded by Gate. Set by the first disposal, awaited by all.
    private Task? disposal;

    public WorkerPool(ProcessExecutorOptions options, IWorkerLauncher launcher, Action<WorkerExitedEventArgs> onExited)
    {
        this.options = options;
        this.onExited = onExited;
        Launcher = launcher;
        origin = options.TimeProvider.GetTimestamp();
        Ledger = new WorkerLedger(options.Degree.Value, new LedgerLimits
        {
            Start = Limit(options.StartTimeout),
            Idle = Limit(options.IdleTimeout),
            Grace = Limit(options.CancelGrace),
            StartFailures = options.MaxStartFailures,
            JobsPerWorker = options.MaxJobsPerWorker,
        });
        threads = [.. Ledger.Slots.Select(slot => new WorkerThread(this, slot))];
        ExecutorTelemetry.Add(this);
    }

    /// <summary>Every step of <see cref="Ledger"/> is inside. Nothing waits there, and no user code runs.</summary>
    public Lock Gate { get; } = new();

    public WorkerLedger Ledger { get; }

    public IWorkerLauncher Launcher { get; }

    public ProcessExecutorOptions Options => options;

    public TimeProvider Time => options.TimeProvider;

    public TimeSpan Now => Time.GetElapsedTime(origin);

    string IMeasuredExecutor.Name => options.Name;

    long IMeasuredExecutor.Queued => Count(static ledger => ledger.CountQueued());

    long IMeasuredExecutor.Running => Count(static ledger => ledger.Slots.Count(static slot => slot.State == SlotState.Busy));

    long IMeasuredExecutor.Workers => Count(static ledger => ledger.Slots.Count(static slot => slot.State is not (SlotState.Vacant or SlotState.Starting)));

    /// <summary>Hands in calls that go to one worker. If there are no workers, they fail.</summary>
    /// <exception cref="ObjectDisposedException">Nothing is handed in any more.</exception>
    public void Submit(PendingCall[] batch)
    {
        if (ExecutorTelemetry.WantsWait || ExecutorTelemetry.WantsJobs)
        {
            Observe(batch);
        }

        bool isAccepted;
        WorkerSlot? dispatched;
        WorkerSlot? started;
        var duty = default(WorkerDuty);
        lock (Gate)
        {
            isAccepted = Ledger.TrySubmit(batch, Now, out dispatched, out started);
            if (dispatched is not null)
            {
                duty = threads[dispatched.Index].Prepare(recycles: false);
            }
            else if (started is not null)
            {
                live++;
                threads[started.Index].Arm();
            }
        }

        if (!isAccepted)
        {
            Refuse(batch);
        }
        else if (started is not null)
        {
            threads[started.Index].Start();
        }
        else if (dispatched is not null)
        {
            threads[dispatched.Index].Dispatch(duty);
        }
    }

    /// <summary>The caller of a call, which may have ended, gives up.</summary>
    public void Cancel(PendingCall call)
    {
        CancelStep step;
        lock (Gate)
        {
            step = Ledger.Cancel(call, Now);
            if (step == CancelStep.Tell)
            {
                threads[call.Slot!.Index].Arm();
            }

            CheckDrained();
        }

        switch (step)
        {
            case CancelStep.End:
                End(call, JobEnd.Canceled, null, null);
                break;
            case CancelStep.Tell:
                // Not here, where somebody cancels much at once: it is a write.
                ThreadPool.UnsafeQueueUserWorkItem(static state => state.Thread.Tell(state.Call), (Thread: threads[call.Slot!.Index], Call: call), preferLocal: false);
                break;
        }
    }

    /// <summary>Asks for all workers, and waits until they are ready.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var effects = new LedgerEffects();
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<WorkerDuty> duties;
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(Ledger.IsClosed, typeof(ProcessExecutor));
            Ledger.StartAll(Now, effects);
            duties = Note(effects);
            starts.Add(start);
            CheckStarts();
        }

        Apply(effects, duties, null, null);
        return start.Task.WaitAsync(cancellationToken);
    }

    public Task EndAsync(bool kills)
    {
        lock (Gate)
        {
            Ledger.Close();
            CheckDrained();
            CheckStarts();
            return kills ? disposal = KillAsync() : disposal ??= DrainAsync();
        }
    }

    /// <summary>A worker is ready. In the gate.</summary>
    public void CheckStarts()
    {
        if (!Ledger.HasFailed && !Ledger.IsComplete && !Ledger.IsClosed)
        {
            return;
        }

        foreach (var start in starts)
        {
            if (failure is not null)
            {
                start.TrySetException(failure);
            }
            else if (Ledger.IsComplete)
            {
                start.TrySetResult();
            }
            else
            {
                start.TrySetException(new ObjectDisposedException(options.Name));
            }
        }

        starts.Clear();
    }

    /// <summary>In the gate.</summary>
    public int NextWorkerId() => ++lastWorkerId;

    /// <summary>After a step that ended calls, in the gate.</summary>
    public void CheckDrained()
    {
        if (Ledger.IsDrained)
        {
            drained.TrySetResult();
        }
    }

    /// <summary>Notes what a step has decided, in the gate.</summary>
    /// <returns>For <see cref="Apply"/>.</returns>
    public List<WorkerDuty> Note(LedgerEffects effects)
    {
        live += effects.Started.Count;
        foreach (var slot in effects.Started)
        {
            threads[slot.Index].Arm();
        }

        CheckDrained();
        return [.. effects.Closed.Select(slot => threads[slot.Index].Take(SlotStep.Close)), .. effects.Killed.Select(slot => threads[slot.Index].Take(SlotStep.Kill))];
    }

    /// <summary>A process did not become a worker.</summary>
    /// <returns>After how long its thread tries again; null if it ends.</returns>
    public TimeSpan? FailStart(WorkerSlot slot, int workerId, LaunchException exception)
    {
        var effects = new LedgerEffects();
        List<WorkerDuty> duties;
        WorkerExitReason reason;
        lock (Gate)
        {
            reason = Ledger.IsShut ? WorkerExitReason.Stopped : WorkerExitReason.FailedToStart;
            Ledger.FailStart(slot, exception.IsFinal, Now, effects);
            if (Ledger.HasFailed)
            {
                failure ??= new WorkerStartException(options.Name, exception.Message, exception);
            }

            duties = Note(effects);
            CheckStarts();
        }

        Tell(new WorkerExitedEventArgs(workerId, reason, exception.Exit, 0));

        Apply(effects, duties, null, null);
        return effects.RestartsAfter;
    }

    /// <summary>Somebody wants to know of the end of a worker. He hears of it on the pool.</summary>
    public void Tell(WorkerExitedEventArgs exited)
    {
        ExecutorTelemetry.Exited(this, exited.Reason.ToString());
        ThreadPool.UnsafeQueueUserWorkItem(static state => state.onExited(state.exited), (onExited, exited), preferLocal: false);
    }

    public void ThreadEnds()
    {
        lock (Gate)
        {
            live--;
            CheckGone();
        }
    }

    /// <summary>Carries out what comes of a step. Outside of the gate.</summary>
    public void Apply(LedgerEffects effects, List<WorkerDuty> duties, WorkerExit? exit, string? violation)
    {
        foreach (var slot in effects.Started)
        {
            threads[slot.Index].Start();
        }

        foreach (var slot in effects.Dispatched)
        {
            threads[slot.Index].Dispatch();
        }

        foreach (var duty in duties)
        {
            // Whose it is does not matter for these.
            threads[0].Act(duty);
        }

        foreach (var call in effects.Canceled)
        {
            threads[call.Slot!.Index].Tell((PendingCall)call);
        }

        foreach (var (call, end) in effects.Ended)
        {
            End((PendingCall)call, end, exit, violation);
        }
    }

    /// <summary>A call has its outcome.</summary>
    public void Observed(PendingCall call, string outcome)
    {
        if (call.Activity is { } activity)
        {
            var before = System.Diagnostics.Activity.Current;
            ExecutorTelemetry.End(activity, outcome);

            // Ending it has put here what was current where it began.
            System.Diagnostics.Activity.Current = before;
        }

        if (call.SubmittedAt is not null)
        {
            ExecutorTelemetry.Ended(this, outcome, call.SentAt is { } sent ? Time.GetElapsedTime(sent) : null);
        }
    }

    private static TimeSpan? Limit(TimeSpan timeout) => timeout == Timeout.InfiniteTimeSpan ? null : timeout;

    private void End(PendingCall call, JobEnd end, WorkerExit? exit, string? violation)
    {
        Observed(call, end switch
        {
            JobEnd.Canceled => ExecutorTelemetry.Canceled,
            JobEnd.Stopped => ExecutorTelemetry.Stopped,
            JobEnd.TimedOut => ExecutorTelemetry.TimedOut,
            JobEnd.Crashed => ExecutorTelemetry.Crashed,
            _ => ExecutorTelemetry.Failed,
        });
        switch (end)
        {
            case JobEnd.Canceled:
                call.Cancel();
                break;
            case JobEnd.Stopped:
                call.Fail(new ExecutorStoppedException(options.Name, null));
                break;
            case JobEnd.TimedOut:
                call.Fail(new TimeoutException($"The job '{call.Job}' was over its time, {call.Timeout}, and its worker was killed."));
                break;
            case JobEnd.Crashed:
                var crash = new WorkerCrashedException(call.Job, call.Attempt, exit ?? WorkerExit.Unknown, violation);
                call.Fail(call.MaxAttempts > 1 ? new PoisonedJobException(call.Job, call.Attempt, crash) : crash);
                break;
            case JobEnd.NotStarted:
                call.Fail(failure!);
                break;
        }
    }

    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    private void Refuse(PendingCall[] batch)
    {
        List<PendingCall> refused = [];
        bool isClosed;
        lock (Gate)
        {
            isClosed = Ledger.IsClosed;
            refused.AddRange(batch.Where(call => Ledger.Cancel(call, Now) == CancelStep.End));
        }

        foreach (var call in refused)
        {
            Observed(call, ExecutorTelemetry.Failed);
            if (isClosed)
            {
                // Nobody gets its task.
                call.Dispose();
            }
            else
            {
                call.Fail(failure!);
            }
        }

        ObjectDisposedException.ThrowIf(isClosed, typeof(ProcessExecutor));
    }

    private void Observe(PendingCall[] batch)
    {
        var now = Time.GetTimestamp();
        foreach (var call in batch)
        {
            call.SubmittedAt = now;
        }
    }

    private async Task DrainAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await drained.Task.WaitAsync(options.DrainTimeout, Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var effects = new LedgerEffects();
            List<WorkerDuty> duties;
            lock (Gate)
            {
                Ledger.Abandon(Now, effects);
                foreach (var thread in threads)
                {
                    thread.Arm();
                }

                duties = Note(effects);
            }

            Apply(effects, duties, null, null);

            // What does not heed that is killed when its grace is over.
            await drained.Task.ConfigureAwait(false);
        }

        await ShutAsync(static (ledger, now, effects) => ledger.Shut(now, effects)).ConfigureAwait(false);
    }

    private async Task KillAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await ShutAsync(static (ledger, now, effects) => ledger.Kill(now, effects)).ConfigureAwait(false);
    }

    private async Task ShutAsync(Action<WorkerLedger, TimeSpan, LedgerEffects> shut)
    {
        var effects = new LedgerEffects();
        List<WorkerDuty> duties;
        lock (Gate)
        {
            shut(Ledger, Now, effects);
            duties = Note(effects);
            foreach (var thread in threads)
            {
                thread.Arm();
            }

            CheckGone();
        }

        Apply(effects, duties, null, null);
        ExecutorTelemetry.Remove(this);
        await gone.Task.ConfigureAwait(false);
        foreach (var thread in threads)
        {
            thread.Dispose();
        }
    }

    private void CheckGone()
    {
        if (Ledger.IsShut && live == 0)
        {
            gone.TrySetResult();
        }
    }

    private long Count(Func<WorkerLedger, long> count)
    {
        lock (Gate)
        {
            return count(Ledger);
        }
    }
}
