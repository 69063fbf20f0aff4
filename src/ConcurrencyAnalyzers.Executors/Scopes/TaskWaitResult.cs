using System.Collections.Generic;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>Which tasks had completed when a wait of <see cref="TaskWait"/> ended, and which had not. Both lists are of one moment and never change.</summary>
/// <typeparam name="TTask">The type of the tasks, so that results can be read without a cast.</typeparam>
/// <remarks>May be used from any thread.</remarks>
public sealed class TaskWaitResult<TTask> where TTask : Task
{
    internal TaskWaitResult(IReadOnlyList<TTask> done, IReadOnlyList<TTask> pending, bool timedOut)
    {
        Done = done;
        Pending = pending;
        TimedOut = timedOut;
    }

    /// <summary>The tasks that had completed: successfully, faulted or canceled. Each is there once, in the order in which the tasks were given.</summary>
    public IReadOnlyList<TTask> Done { get; }

    /// <summary>The tasks that had not completed. They go on running. Each is there once, in the order in which the tasks were given.</summary>
    public IReadOnlyList<TTask> Pending { get; }

    /// <summary>Whether the wait ended only because its time was over. Never <see langword="true"/> when what was waited for had happened.</summary>
    public bool TimedOut { get; }
}
