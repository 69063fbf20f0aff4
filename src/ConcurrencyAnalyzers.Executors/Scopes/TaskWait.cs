using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// Waits for some tasks until the first has completed, the first has failed, or all have completed, and says which are done and which are not.
/// This is Python's <c>concurrent.futures.wait</c>; what the BCL lacks of it is the wait for the first exception.
/// </summary>
/// <remarks>
/// <para>No wait throws because a task faulted or was canceled: look at <see cref="TaskWaitResult{TTask}.Done"/>. An exception that nobody looks at stays unobserved, as it would have without the wait.</para>
/// <para>A timeout is a result, not an exception. Neither a timeout nor a cancellation of the wait stops a task. Time is that of the <see cref="TimeProvider"/>.</para>
/// <para>All methods may be called from any thread, also at once with the same tasks. What a wait attached to a task that outlives it is taken off when the wait ends, so that waiting in a loop leaks nothing.</para>
/// </remarks>
public static class TaskWait
{
    // Task.WaitAsync takes no more; checked here so that the exception names the right parameter before anything is attached.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Waits until at least one task has completed, in whichever way. Without any task the wait ends at once.</summary>
    /// <param name="tasks">The tasks. They are enumerated once, and one that is given twice counts once.</param>
    /// <param name="timeout">How long to wait at most; zero only looks. <see langword="null"/> or <see cref="Timeout.InfiniteTimeSpan"/> is without limit.</param>
    /// <param name="timeProvider">What measures <paramref name="timeout"/>; <see langword="null"/> is <see cref="TimeProvider.System"/>.</param>
    /// <param name="cancellationToken">Ends the wait, not the tasks. It changes nothing once what is waited for has happened.</param>
    /// <exception cref="ArgumentNullException"><paramref name="tasks"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">One of <paramref name="tasks"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative and not infinite, or longer than 4,294,967,294 milliseconds (49 days).</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled; its token is that one.</exception>
    public static Task<TaskWaitResult<TTask>> FirstCompletedAsync<TTask>(
        IEnumerable<TTask> tasks, TimeSpan? timeout = null, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default) where TTask : Task =>
        WaitAsync(Distinct(tasks), WaitCondition.FirstCompleted, Checked(timeout), timeProvider ?? TimeProvider.System, cancellationToken);

    /// <summary>
    /// Waits until a task has faulted; where none does, until all have completed. A canceled task counts as completed, not as faulted, as in Python. Without any task the wait ends at once.
    /// </summary>
    /// <inheritdoc cref="FirstCompletedAsync{TTask}" path="/param"/>
    /// <inheritdoc cref="FirstCompletedAsync{TTask}" path="/exception"/>
    public static Task<TaskWaitResult<TTask>> FirstExceptionAsync<TTask>(
        IEnumerable<TTask> tasks, TimeSpan? timeout = null, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default) where TTask : Task =>
        WaitAsync(Distinct(tasks), WaitCondition.FirstException, Checked(timeout), timeProvider ?? TimeProvider.System, cancellationToken);

    /// <summary>Waits until all tasks have completed, in whichever way. Unlike <see cref="Task.WhenAll(IEnumerable{Task})"/> it does not throw what they threw. Without any task the wait ends at once.</summary>
    /// <inheritdoc cref="FirstCompletedAsync{TTask}" path="/param"/>
    /// <inheritdoc cref="FirstCompletedAsync{TTask}" path="/exception"/>
    public static Task<TaskWaitResult<TTask>> AllCompletedAsync<TTask>(
        IEnumerable<TTask> tasks, TimeSpan? timeout = null, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default) where TTask : Task =>
        WaitAsync(Distinct(tasks), WaitCondition.AllCompleted, Checked(timeout), timeProvider ?? TimeProvider.System, cancellationToken);

    private static async Task<TaskWaitResult<TTask>> WaitAsync<TTask>(
        List<TTask> tasks, WaitCondition condition, TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken) where TTask : Task
    {
        if (Snapshot(tasks, condition) is { TimedOut: false } already)
            return already;

        var met = new WaitSignal(condition, tasks.Count);
        // Canceling it takes the continuations off those tasks that have not completed.
        using var detach = new CancellationTokenSource();
        foreach (var task in tasks)
        {
            _ = task.ContinueWith(
                static (completed, signal) => ((WaitSignal)signal!).Note(completed), met, detach.Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        try
        {
            await met.Task.WaitAsync(timeout, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The signal itself never faults, so this is the timeout. What happened at the last moment still counts: the snapshot decides.
        }
        finally
        {
            await detach.CancelAsync().ConfigureAwait(false);
        }

        return Snapshot(tasks, condition);
    }

    private static TaskWaitResult<TTask> Snapshot<TTask>(List<TTask> tasks, WaitCondition condition) where TTask : Task
    {
        var done = new List<TTask>();
        var pending = new List<TTask>();
        var faulted = false;
        foreach (var task in tasks)
        {
            // Read once: it may complete at any time.
            var completed = task.IsCompleted;
            (completed ? done : pending).Add(task);
            faulted |= completed && task.IsFaulted;
        }

        var met = pending.Count == 0 || condition switch
        {
            WaitCondition.FirstCompleted => done.Count > 0,
            WaitCondition.FirstException => faulted,
            _ => false,
        };
        return new TaskWaitResult<TTask>(done, pending, timedOut: !met);
    }

    private static List<TTask> Distinct<TTask>(IEnumerable<TTask> tasks) where TTask : Task
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var seen = new HashSet<Task>(ReferenceEqualityComparer.Instance);
        var distinct = new List<TTask>();
        foreach (var task in tasks)
        {
            if (task is null)
                throw new ArgumentException("A task is null.", nameof(tasks));
            if (seen.Add(task))
                distinct.Add(task);
        }

        return distinct;
    }

    private static TimeSpan Checked(TimeSpan? timeout)
    {
        if (timeout is not { } limit || limit == Timeout.InfiniteTimeSpan)
            return Timeout.InfiniteTimeSpan;
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero, nameof(timeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LongestTimeout, nameof(timeout));
        return limit;
    }
}
