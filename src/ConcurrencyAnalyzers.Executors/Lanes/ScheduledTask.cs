using System;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>A task that others made for a lane's scheduler, such as one of <see cref="Parallel"/>. A scheduler can neither refuse it nor let it wait for room, so the queue's bound does not hold for it.</summary>
internal sealed class ScheduledTask(LaneQueue queue, Task task) : LaneEntry(queue)
{
    internal override bool IsBounded => false;

    // Whoever made it waits for it, and only running ends it.
    internal override bool CanBeAbandoned => false;

    internal override void Run()
    {
        Queue.Scheduler.Forget(task);
        Queue.Scheduler.Execute(task);
    }

    internal override void Abandon() => throw new InvalidOperationException();
}
