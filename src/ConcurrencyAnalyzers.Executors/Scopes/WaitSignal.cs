using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>Completes once a <see cref="WaitCondition"/> is met by the tasks that are noted, each of them once.</summary>
internal sealed class WaitSignal(WaitCondition condition, int tasks)
{
    // Asynchronous continuations: a task's completion must not run the code behind a wait for it.
    private readonly TaskCompletionSource met = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // How many are not noted yet. Only ever counts down, from any thread.
    private int left = tasks;

    public Task Task => met.Task;

    public void Note(Task completed)
    {
        if (Interlocked.Decrement(ref left) == 0 || condition == WaitCondition.FirstCompleted || (condition == WaitCondition.FirstException && completed.IsFaulted))
            met.TrySetResult();
    }
}
