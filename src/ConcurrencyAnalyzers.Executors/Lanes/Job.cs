using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>An entry that is one task of this library, which has the entry as its state.</summary>
internal abstract class Job(LaneQueue queue) : LaneEntry(queue)
{
    /// <summary>What the queue said. Accepted from the beginning; anything else is written while the task is started, by the thread that starts it.</summary>
    internal Admission Admission { get; set; }

    /// <summary>Whether the queue ended it without running it. Written before the task is executed for that.</summary>
    protected bool IsAbandoned { get; private set; }

    /// <summary>Whether the task got as far as its function: not if it was cancelled between its being taken and its start.</summary>
    protected bool IsInvoked { get; set; }

    protected abstract Task Task { get; }

    /// <summary>Whether a task is this job's, and not one that somebody made with the state of another. A job without a task gets it here: the scheduler is given a task before anybody else sees it.</summary>
    internal abstract bool Owns(Task candidate);

    internal override void Run()
    {
        Queue.Scheduler.Execute(Task);
        if (!IsInvoked)
        {
            ExecutorTelemetry.Ended(Queue, ExecutorTelemetry.Canceled, null);
        }
    }

    /// <summary>It was taken out of the queue, and may never have had room.</summary>
    internal virtual void LeftWithoutRoom()
    {
    }

    internal override void Abandon()
    {
        IsAbandoned = true;
        Run();
        LeftWithoutRoom();
    }
}
