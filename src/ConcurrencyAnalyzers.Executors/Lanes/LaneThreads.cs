using System;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>The threads of a <see cref="ConcurrencyAnalyzers.Executors.Lane"/>: does what the lane decides.</summary>
internal sealed class LaneThreads
{
    // About 100 microseconds of looking before a thread sleeps, as long as a thread of the pool looks: a wake-up costs its caller several, and takes tens where the processor of the sleeper is asleep, too. So short work that comes in
    // bursts, with what is made of the results in between, should meet a thread that is awake. Often at first, when whoever awaited the last piece is about to hand over the next (a spin is 37 nanoseconds here); then every other
    // round gives the processor to whoever has something to do.
    private const int SearchRounds = 200;
    private const int QuickRounds = 100;
    private const int SpinsPerRound = 20;

    private readonly TimeSpan idleTimeout;
    private readonly bool spins;
    private readonly ITimer? timer;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int started;

    // 1 while the timer is set. It is set by the first thread that gets idle, and again by its own callback as long as any is.
    private int timerIsSet;

    internal LaneThreads(string name, int maxThreads, int maxSearching, bool spins, TimeSpan idleTimeout, TimeProvider time)
    {
        Name = name;
        this.idleTimeout = idleTimeout;
        this.spins = spins && Environment.ProcessorCount > 1;
        Time = time;
        Lane = new Lane(maxThreads, maxSearching, time);
        if (idleTimeout != Timeout.InfiniteTimeSpan)
        {
            using (ExecutionContext.SuppressFlow())
            {
                timer = time.CreateTimer(static self => ((LaneThreads)self!).RetireIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        ExecutorTelemetry.Add(this);
    }

    internal string Name { get; }

    internal Lane Lane { get; }

    internal TimeProvider Time { get; }

    /// <summary>Completes when the last thread is at its end, after <see cref="CloseAsync"/>.</summary>
    internal Task Ended => ended.Task;

    internal bool IsOwnThread => LaneWorker.Current?.Lane == Lane;

    internal LaneQueue CreateQueue(string queueName, int limit, int capacity, QueueFull whenFull)
    {
        var queue = new LaneQueue(Lane, queueName, limit, capacity, whenFull);
        queue.Scheduler.Threads = this;
        ExecutorTelemetry.Add(queue);
        return queue;
    }

    internal Admission Submit(LaneEntry entry)
    {
        if (ExecutorTelemetry.WantsWait)
        {
            entry.Submitted = ~Time.GetTimestamp();
        }

        LaneEffects effects;
        Admission admission;
        if (!entry.Queue.TakesPushes || entry.Queue.IsClosed)
        {
            admission = Lane.Submit(entry, IsOwnThread, out effects);
        }
        else if (Lane.Push(entry))
        {
            admission = Lane.Answer(entry, IsOwnThread, out effects);
        }
        else
        {
            return Admission.Accepted;
        }

        Apply(effects);
        return admission;
    }

    internal bool TryRemove(LaneEntry entry)
    {
        var removed = Lane.TryRemove(entry, out var effects);
        Apply(effects);
        return removed;
    }

    /// <summary>Accepts no more.</summary>
    internal void CloseQueue(LaneQueue queue)
    {
        Lane.Close(queue, out var effects);
        Apply(effects);
    }

    /// <summary>Waits for what a closed queue has, and gives up what has not started when that takes longer than <paramref name="drainTimeout"/>.</summary>
    internal async Task DrainAsync(LaneQueue queue, TimeSpan drainTimeout)
    {
        try
        {
            await queue.Drained.Task.WaitAsync(drainTimeout, Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var abandoned = Lane.RemoveAll(queue, out var effects);
            foreach (var entry in abandoned)
            {
                entry.Abandon();
            }

            Apply(effects);
            try
            {
                queue.CancelRunning();
            }
            finally
            {
                // A callback that somebody registered on the token and that fails must not keep the threads from ending.
                await queue.Drained.Task.ConfigureAwait(false);
            }
        }
    }

    internal async Task CloseAsync()
    {
        var leaving = Lane.Close(out var effects);
        foreach (var worker in leaving)
        {
            worker.Signal();
        }

        Apply(effects);
        await ended.Task.ConfigureAwait(false);
        timer?.Dispose();
    }

    internal void Apply(in LaneEffects effects)
    {
        effects.Wake?.Signal();
        if (effects.StartsThread)
        {
            StartThread();
        }

        if (effects.Admitted is { } admitted)
        {
            foreach (var entry in admitted)
            {
                entry.FoundRoom();
            }
        }

        if (effects.Drained is { } drained)
        {
            ExecutorTelemetry.Remove(drained);
            drained.Drained.TrySetResult();
        }

        if (effects.Ended)
        {
            ExecutorTelemetry.Remove(this);
            ended.TrySetResult();
        }
    }

    private void StartThread()
    {
        var thread = new Thread(static self => ((LaneThreads)self!).Work()) { IsBackground = true, Name = $"{Name} #{Interlocked.Increment(ref started)}" };
        try
        {
            // Without the context of whoever happens to submit: each job brings its own.
            thread.UnsafeStart(this);
        }
        catch (OutOfMemoryException)
        {
            var othersDoIt = Lane.StartFailed(out var effects);
            Apply(effects);
            if (!othersDoIt)
            {
                throw;
            }
        }
    }

    private void Work()
    {
        var worker = new LaneWorker(Lane);
        LaneWorker.Current = worker;
        var clean = ExecutionContext.Capture()!;
        var round = 0;
        while (true)
        {
            var step = Lane.Next(worker, mayIdle: !spins || round >= SearchRounds, out var effects);
            Apply(effects);
            switch (step)
            {
                case LaneStep.Run:
                    do
                    {
                        Run(worker);
                        Clean(clean);
                    }
                    while (Lane.TryGoOn(worker));

                    round = 0;
                    break;
                case LaneStep.Search:
                    while (round < SearchRounds && Lane.Runnable == 0 && !Lane.HasArrivals)
                    {
                        if (round >= QuickRounds && round % 2 != 0)
                        {
                            Thread.Yield();
                        }
                        else
                        {
                            Thread.SpinWait(round < QuickRounds ? 1 : SpinsPerRound);
                        }

                        round++;
                    }

                    break;
                case LaneStep.Idle:
                    SetTimer();
                    worker.Park();
                    if (worker.Leaves)
                    {
                        Leave();
                        return;
                    }

                    round = 0;
                    break;
                default:
                    Leave();
                    return;
            }
        }
    }

    private void Run(LaneWorker worker)
    {
        var entry = worker.Entry!;
        worker.Seats = entry.Queue.OwnSeat;
        if (entry.Submitted != 0)
        {
            Waited(entry);
        }

        entry.Run();
        worker.Seats = null;
    }

    /// <summary>Tells how long it waited, once: several threads may start it.</summary>
    internal void Waited(LaneEntry entry)
    {
        var submitted = Interlocked.Exchange(ref entry.Submitted, 0);
        if (submitted != 0)
        {
            ExecutorTelemetry.Waited(entry.Queue, Time.GetElapsedTime(~submitted));
        }
    }

    /// <summary>What a job leaves on its thread is not the next one's.</summary>
    private static void Clean(ExecutionContext clean)
    {
        ExecutionContext.Restore(clean);
        if (SynchronizationContext.Current is not null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    private void Leave()
    {
        LaneWorker.Current = null;
        Lane.Left(out var effects);
        Apply(effects);
    }

    private void SetTimer()
    {
        if (timer is not null && Interlocked.Exchange(ref timerIsSet, 1) == 0)
        {
            timer.Change(idleTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void RetireIdle()
    {
        // Before looking, so that a thread that gets idle after the look sets the timer itself.
        Volatile.Write(ref timerIsSet, 0);
        Interlocked.MemoryBarrier();
        var leaving = Lane.Retire(idleTimeout, out var next);
        foreach (var worker in leaving)
        {
            worker.Signal();
        }

        if (next is { } due && Interlocked.Exchange(ref timerIsSet, 1) == 0)
        {
            // A timer counts in milliseconds: rounded down, it would fire once more for nothing.
            timer!.Change(due + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }
}
