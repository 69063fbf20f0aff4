using System;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>A call that somebody asked for and wants the result of.</summary>
internal abstract class ResultJob<TResult> : Job
{
    // Hidden, so that what is awaited or started in the work takes the pool, not the lane. Not inline, so that whoever awaits the task does not go on on the lane.
    private const TaskCreationOptions Options = TaskCreationOptions.DenyChildAttach | TaskCreationOptions.HideScheduler | TaskCreationOptions.RunContinuationsAsynchronously;

    private readonly Task<TResult> task;
    private readonly CancellationToken cancellation;

    protected ResultJob(LaneQueue queue, CancellationToken cancellation)
        : base(queue)
    {
        this.cancellation = cancellation;
        task = new Task<TResult>(static state => ((ResultJob<TResult>)state!).Invoke(), this, cancellation, Options);
    }

    protected override Task Task => task;

    protected abstract TResult Call(CancellationToken token);

    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    internal Task<TResult> Start()
    {
        if (task.IsCanceled)
        {
            Queue.ThrowIfClosed();
            return task;
        }

        try
        {
            task.Start(Queue.Scheduler);
        }
        catch (InvalidOperationException) when (task.IsCanceled)
        {
            // Cancelled since the caller looked at its token.
            return task;
        }

        if (Admission == Admission.Accepted)
        {
            return task;
        }

        // It will not run, but has to end, or the caller's token would keep it.
        Queue.Scheduler.Execute(task);
        if (Admission == Admission.Closed)
        {
            throw new ObjectDisposedException(Queue.Name);
        }

        ExecutorTelemetry.Rejected(Queue);
        return Task.FromException<TResult>(new ExecutorRejectedException(Queue.Name, Queue.Capacity));
    }

    /// <summary>As <see cref="Start"/>, and waits until there is room for it in the queue.</summary>
    internal async ValueTask<Task<TResult>> StartWithRoomAsync(Task<TResult> started)
    {
        if (Admission == Admission.Rejected)
        {
            await started.ConfigureAwait(false);
        }

        if (Room is { } room && !await room.ConfigureAwait(false))
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return started;
    }

    private TResult Invoke()
    {
        IsInvoked = true;
        if (Admission != Admission.Accepted)
        {
            return default!;
        }

        return ExecutorTelemetry.WantsJobs ? InvokeObserved() : InvokeAccepted();
    }

    private TResult InvokeObserved()
    {
        var time = Queue.Scheduler.Threads.Time;
        var started = time.GetTimestamp();
        var activity = IsAbandoned ? null : ExecutorTelemetry.StartActivity(Queue);
        var outcome = ExecutorTelemetry.Failed;
        try
        {
            var result = InvokeAccepted();
            outcome = ExecutorTelemetry.Done;
            return result;
        }
        catch (ExecutorStoppedException exception) when (exception.Executor == Queue.Name)
        {
            outcome = ExecutorTelemetry.Stopped;
            throw;
        }
        catch (OperationCanceledException exception) when (exception.CancellationToken == cancellation && cancellation.IsCancellationRequested)
        {
            outcome = ExecutorTelemetry.Canceled;
            throw;
        }
        finally
        {
            if (activity is not null)
            {
                ExecutorTelemetry.End(activity, outcome);
            }

            ExecutorTelemetry.Ended(Queue, outcome, IsAbandoned ? null : time.GetElapsedTime(started));
        }
    }

    private TResult InvokeAccepted()
    {
        if (IsAbandoned)
        {
            throw new ExecutorStoppedException(Queue.Name, null);
        }

        try
        {
            if (!cancellation.CanBeCanceled)
            {
                return CallStoppable(Queue.Stopping);
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Queue.Stopping);
            return CallStoppable(either.Token);
        }
        finally
        {
            if (Queue.IsBounded)
            {
                // Before the task completes, so that whoever awaits it and comes again is not refused for the room it has just left.
                Queue.Lane.ReturnRoom(this, out var effects);
                Queue.Scheduler.Threads.Apply(effects);
            }
        }
    }

    private TResult CallStoppable(CancellationToken token)
    {
        try
        {
            return Call(token);
        }
        catch (OperationCanceledException exception) when (cancellation.IsCancellationRequested && (exception.CancellationToken == token || exception.CancellationToken == cancellation))
        {
            throw new OperationCanceledException(exception.Message, exception, cancellation);
        }
        catch (OperationCanceledException exception) when (Queue.Stopping.IsCancellationRequested && exception.CancellationToken == token)
        {
            throw new ExecutorStoppedException(Queue.Name, exception);
        }
    }
}
