using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>A range of numbers that workers share out among themselves. Each claims a chunk at a time; whoever takes part can finish alone.</summary>
internal sealed class Loop<TBody> : LaneEntry
    where TBody : struct, ILoopBody
{
    // A claim and a clock read cost less than 100 ns here (executors.md 4.6), so at 50 microseconds a chunk they are lost in noise, and a loop still stops within that time.
    private static readonly TimeSpan ChunkTime = TimeSpan.FromMicroseconds(50);

    private readonly TBody body;
    private readonly long end;
    private readonly int seats;
    private readonly CancellationToken cancellation;
    private readonly CancellationTokenSource cancelBodies = new();
    private readonly ExecutionContext? context = ExecutionContext.Capture();
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();

    private CancellationTokenRegistration onCancel;
    private CancellationTokenRegistration onStop;

    // Numbers below it are claimed. Only grows, and may pass the end.
    private long next;

    // One for the queue as long as workers may join, one for each that takes part. The loop completes when it reaches 0, from where it never rises: only whoever holds one can add one.
    private int holds;

    // Set once there is a reason to claim no more.
    private volatile bool stops;

    // Set if numbers that were claimed were not done.
    private volatile bool isCutShort;

    // The complement of the timestamp of when the first thread began, if somebody wants to know how long the loop takes; 0 otherwise.
    private long started;

    // Guarded by gate.
    private List<(int Index, Exception Exception)>? faults;

    internal Loop(LaneQueue queue, int from, int to, TBody body, CancellationToken cancellation)
        : base(queue)
    {
        this.body = body;
        this.cancellation = cancellation;
        next = from;
        end = to;
        seats = (int)Math.Min(queue.Limit, (long)to - from);
    }

    /// <summary>Shares the range out. On a thread of the queue the caller takes part, and comes back when nothing is left to claim.</summary>
    /// <exception cref="ObjectDisposedException">The queue is closed, and the caller is none of its threads.</exception>
    internal Task Start()
    {
        var threads = Queue.Scheduler.Threads;
        var callerHelps = LaneWorker.Current is { } worker && LaneSeat.Holds(worker.Seats, Queue);
        Seats = callerHelps ? seats - 1 : seats;
        holds = callerHelps ? 2 : 1;
        onCancel = cancellation.UnsafeRegister(static self => ((Loop<TBody>)self!).Stop(), this);
        onStop = Queue.Stopping.UnsafeRegister(static self => ((Loop<TBody>)self!).Stop(), this);
        var admission = Seats == 0 ? Admission.Rejected : threads.Submit(this);
        if (admission != Admission.Accepted)
        {
            // A caller that helps needs nobody: its loop is a part of work that runs, which goes on when the queue is full and while it drains.
            if (!callerHelps)
            {
                Unregister();
                if (admission == Admission.Closed)
                {
                    throw new ObjectDisposedException(Queue.Name);
                }

                ExecutorTelemetry.Rejected(Queue);
                return Task.FromException(new ExecutorRejectedException(Queue.Name, Queue.Capacity));
            }

            Release();
        }

        if (callerHelps)
        {
            TakePart();
            Release();
        }

        return completion.Task;
    }

    internal override void SeatTaken() => Interlocked.Increment(ref holds);

    internal override void Run()
    {
        if (context is null)
        {
            TakePart();
        }
        else
        {
            ExecutionContext.Run(context, static self => ((Loop<TBody>)self!).TakePart(), this);
        }

        Release();
    }

    internal override void Abandon()
    {
        stops = true;
        Release();
    }

    private void TakePart()
    {
        var time = Queue.Scheduler.Threads.Time;
        var size = 1L;
        var before = time.GetTimestamp();
        if (ExecutorTelemetry.WantsJobs)
        {
            Interlocked.CompareExchange(ref started, ~before, 0);
        }

        while (!stops)
        {
            var left = end - Volatile.Read(ref next);
            if (left <= 0)
            {
                break;
            }

            // No chunk is more than a fair part of half of what is left, so that all end at about the same time.
            var claimed = Math.Max(1, Math.Min(size, left / (2 * seats)));
            var from = Interlocked.Add(ref next, claimed) - claimed;
            if (from >= end)
            {
                break;
            }

            RunChunk((int)from, (int)Math.Min(end, from + claimed));
            var after = time.GetTimestamp();
            var took = time.GetElapsedTime(before, after);
            before = after;
            if (took < ChunkTime / 2)
            {
                size = claimed * 2;
            }
            else if (took > ChunkTime * 2)
            {
                size = Math.Max(1, claimed / 2);
            }
        }

        Remove();
    }

    private void RunChunk(int from, int to)
    {
        var index = from;
        var token = cancelBodies.Token;
        try
        {
            for (; index < to && !stops; index++)
            {
                body.Invoke(index, token);
            }
        }
        catch (OperationCanceledException exception) when (exception.CancellationToken == token && stops)
        {
            // A consequence of why the loop stops, not a reason.
        }
#pragma warning disable CA1031 // Whatever a body throws is the caller's, who gets it from the task.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            AddFault(index, exception);
            try
            {
                Stop();
            }
            catch (AggregateException failedCallbacks)
            {
                // Of callbacks that bodies registered on their token.
                AddFault(index, failedCallbacks);
            }
        }

        if (index < to)
        {
            isCutShort = true;
        }
    }

    private void AddFault(int index, Exception exception)
    {
        lock (gate)
        {
            (faults ??= []).Add((index, exception));
        }
    }

    private void Stop()
    {
        stops = true;
        Remove();
        cancelBodies.Cancel();
    }

    /// <summary>Nobody joins any more.</summary>
    private void Remove()
    {
        if (Queue.Scheduler.Threads.TryRemove(this))
        {
            Release();
        }
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref holds) == 0)
        {
            Complete();
        }
    }

    private void Complete()
    {
        Unregister();
        var thrown = faults?.OrderBy(static fault => fault.Index).Select(static fault => fault.Exception).ToArray() ?? [];

        // A reason to stop that came after the last number does not undo it.
        var outcome = thrown.Length > 0 ? ExecutorTelemetry.Failed
            : !isCutShort && Volatile.Read(ref next) >= end ? ExecutorTelemetry.Done
            : cancellation.IsCancellationRequested ? ExecutorTelemetry.Canceled
            : ExecutorTelemetry.Stopped;
        if (ExecutorTelemetry.WantsJobs)
        {
            ExecutorTelemetry.Ended(Queue, outcome, started == 0 ? null : Queue.Scheduler.Threads.Time.GetElapsedTime(~started));
        }

        switch (outcome)
        {
            case ExecutorTelemetry.Failed:
                completion.SetException(thrown is [var only] ? only : new AggregateException(thrown));
                break;
            case ExecutorTelemetry.Done:
                completion.SetResult();
                break;
            case ExecutorTelemetry.Canceled:
                completion.SetCanceled(cancellation);
                break;
            default:
                completion.SetException(new ExecutorStoppedException(Queue.Name, null));
                break;
        }
    }

    // Not disposed: that would wait for the callback, which may be what completes the loop.
    private void Unregister()
    {
        onCancel.Unregister();
        onStop.Unregister();
    }
}
