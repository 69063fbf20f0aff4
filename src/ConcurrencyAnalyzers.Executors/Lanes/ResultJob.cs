using System;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>A call that somebody asked for and wants the result of.</summary>
internal abstract class ResultJob<TResult> : Job
{
    // Hidden, so that what is awaited or started in the work takes the pool, not the lane. Not inline, so that whoever awaits the task does not go on on the lane.
    private const TaskCreationOptions Options = TaskCreationOptions.DenyChildAttach | TaskCreationOptions.HideScheduler | TaskCreationOptions.RunContinuationsAsynchronously;

    private static readonly Func<object?, TResult> Function = static state => ((ResultJob<TResult>)state!).Invoke();

    private readonly CancellationToken cancellation;

    // Written by Owns.
    private Task<TResult>? task;

    protected ResultJob(LaneQueue queue, CancellationToken cancellation)
        : base(queue) => this.cancellation = cancellation;

    protected CancellationToken Cancellation => cancellation;

    protected override Task Task => task!;

    protected abstract TResult Call(CancellationToken token);

    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    internal Task<TResult> Start()
    {
        // The factory starts a task for less, because nobody else can start or cancel it. But it makes none that leaves the queue when its token is cancelled.
        var started = cancellation.CanBeCanceled ? StartCancellable() : Task<TResult>.Factory.StartNew(Function, this, CancellationToken.None, Options, Queue.Scheduler);
        if (Admission == Admission.Accepted)
        {
            return started;
        }

        // It will not run, but has to end, or the caller's token would keep it.
        Queue.Scheduler.Execute(started);
        if (Admission == Admission.Closed)
        {
            throw new ObjectDisposedException(Queue.Name);
        }

        ExecutorTelemetry.Rejected(Queue);
        return Task.FromException<TResult>(new ExecutorRejectedException(Queue.Name, Queue.Capacity));
    }

    internal override bool Owns(Task candidate) => (task ??= (Task<TResult>)candidate) == candidate;

    private Task<TResult> StartCancellable()
    {
        var cancellable = new Task<TResult>(Function, this, cancellation, Options);
        if (cancellable.IsCanceled)
        {
            Queue.ThrowIfClosed();
            return cancellable;
        }

        try
        {
            cancellable.Start(Queue.Scheduler);
        }
        catch (InvalidOperationException) when (cancellable.IsCanceled)
        {
            // Cancelled since the caller looked at its token.
        }

        return cancellable;
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
