using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>An entry that is one task of this library, which has the entry as its state.</summary>
internal abstract class Job(LaneQueue queue) : LaneEntry(queue)
{
    private TaskCompletionSource<bool>? room;

    /// <summary>What the queue said. Written while the task is started, by the thread that starts it.</summary>
    internal Admission Admission { get; set; }

    /// <summary>True once it found room, false if it left before; null if it never had to wait.</summary>
    internal Task<bool>? Room => room?.Task;

    /// <summary>Whether the queue ended it without running it. Written before the task is executed for that.</summary>
    protected bool IsAbandoned { get; private set; }

    /// <summary>Whether the task got as far as its function: not if it was cancelled between its being taken and its start.</summary>
    protected bool IsInvoked { get; set; }

    protected abstract Task Task { get; }

    internal bool Is(Task task) => task == Task;

    internal override void Run()
    {
        Queue.Scheduler.Execute(Task);
        if (!IsInvoked)
        {
            ExecutorTelemetry.Ended(Queue, ExecutorTelemetry.Canceled, null);
        }
    }

    internal override void Waits() => room = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

    internal override void FoundRoom() => room!.TrySetResult(true);

    internal void LeftWithoutRoom() => room?.TrySetResult(false);

    internal override void Abandon()
    {
        IsAbandoned = true;
        Run();
        LeftWithoutRoom();
    }
}
