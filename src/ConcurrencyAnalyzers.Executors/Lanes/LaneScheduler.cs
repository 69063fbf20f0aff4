using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// A lane's queue as a scheduler of tasks. It gives jobs what only a task that has a scheduler gets: removal when its token is cancelled, and to be run by the thread that waits for it.
/// </summary>
internal sealed class LaneScheduler(LaneQueue queue) : TaskScheduler
{
    private readonly Lock gate = new();

    // Guarded by gate: tasks that others made and that have not run. Jobs are found through their state instead.
    private readonly Dictionary<Task, ScheduledTask> others = [];

    /// <summary>Set once, before the scheduler is seen by anybody.</summary>
    internal LaneThreads Threads { get; set; } = null!;

    public override int MaximumConcurrencyLevel => queue.Limit;

    internal bool Execute(Task task) => TryExecuteTask(task);

    internal void Forget(Task task)
    {
        lock (gate)
        {
            others.Remove(task);
        }
    }

    protected override void QueueTask(Task task)
    {
        if (task.AsyncState is Job job && job.Owns(task))
        {
            // Whoever runs it may have it by now, and would wait for what is written here: so the ordinary answer is what stands there already.
            if (Threads.Submit(job) is var admission and not Admission.Accepted)
            {
                job.Admission = admission;
            }

            return;
        }

        var entry = new ScheduledTask(queue, task);
        lock (gate)
        {
            others.Add(task, entry);
        }

        if (Threads.Submit(entry) != Admission.Accepted)
        {
            Forget(task);
            throw new ObjectDisposedException(queue.Name);
        }
    }

    protected override bool TryDequeue(Task task)
    {
        if (Find(task) is not { } entry || !Threads.TryRemove(entry))
        {
            return false;
        }

        Removed(entry, task);
        if (entry is Job)
        {
            ExecutorTelemetry.Ended(queue, ExecutorTelemetry.Canceled, null);
        }

        return true;
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
    {
        // Only the lane's own threads: on any other there would be more at once than the degree allows.
        if (LaneWorker.Current is not { } worker || worker.Lane != queue.Lane)
        {
            return false;
        }

        var hasSeat = LaneSeat.Holds(worker.Seats, queue);
        if (!taskWasPreviouslyQueued)
        {
            return hasSeat && TryExecuteTask(task);
        }

        if (Find(task) is not { } entry)
        {
            return false;
        }

        var taken = queue.Lane.TryTakeInline(worker, entry, hasSeat, out var effects);
        Threads.Apply(effects);
        if (!taken)
        {
            return false;
        }

        Removed(entry, task);
        Threads.Waited(entry);
        var below = worker.Seats;
        worker.Seats = hasSeat ? below : new LaneSeat(queue, below);
        try
        {
            return TryExecuteTask(task);
        }
        finally
        {
            worker.Seats = below;
            if (!hasSeat)
            {
                queue.Lane.ReturnSeat(queue, out effects);
                Threads.Apply(effects);
            }
        }
    }

    /// <summary>For debuggers, which ask while everything stands still: the tasks that others made.</summary>
    protected override IEnumerable<Task> GetScheduledTasks()
    {
        if (!gate.TryEnter())
        {
            throw new NotSupportedException();
        }

        try
        {
            return [.. others.Keys];
        }
        finally
        {
            gate.Exit();
        }
    }

    private LaneEntry? Find(Task task)
    {
        if (task.AsyncState is Job job && job.Owns(task))
        {
            return job;
        }

        lock (gate)
        {
            return others.GetValueOrDefault(task);
        }
    }

    private void Removed(LaneEntry entry, Task task)
    {
        if (entry is Job job)
        {
            job.LeftWithoutRoom();
        }
        else
        {
            Forget(task);
        }
    }
}
