using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// A block of asynchronous code whose children have ended when it ends: no task is left behind, no exception is lost, and the first failure cancels the rest. This is Python's <c>TaskGroup</c> and Java's
/// <c>StructuredTaskScope</c>; <see cref="Task.WhenAll(IEnumerable{Task})"/> lets the siblings of a failed task go on, and what was started before an exception and not awaited goes on without anybody.
/// </summary>
/// <remarks>
/// <para>A scope exists only within <see cref="RunAsync(Func{TaskScope, Task}, TaskScopeOptions?, CancellationToken)"/>. It ends when its body and all children have completed, those included that children
/// start, and each child's task has completed by then.</para>
/// <para>Failures come out of <c>RunAsync</c>, whether or not somebody awaits the child too: one is thrown as itself, several as one <see cref="AggregateException"/>, children in the order in which they were started, then the
/// body. A cancellation after <see cref="Token"/> was cancelled is a consequence and is not reported; one that nobody in the scope asked for is a failure like any other.</para>
/// <para>A child is called at once by whoever starts it, on the same thread, as any asynchronous method is; if it has to wait for its turn, in the same <see cref="SynchronizationContext"/>. All members may be used from
/// any thread at once, also by children.</para>
/// </remarks>
public sealed class TaskScope
{
    private readonly CancellationTokenSource cancellation;
    private readonly SlotLine? line;
    private readonly bool cancelsOnFailure;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();

    // Guarded by gate. What was thrown, by the number of the child.
    private readonly List<(int Child, Exception Exception)> failures = [];

    // One for the body, one for each child and for each cancellation under way. Zero is the end, for ever: only whoever holds one, or finds one held, can add one.
    private int holds = 1;
    private int children;

    // Set once a child did not come to its end because the scope was cancelled.
    private volatile bool isCutShort;

    private TaskScope(TaskScopeOptions options, CancellationToken cancellationToken)
    {
        line = options.Limit is { } limit ? new SlotLine(limit.Value) : null;
        cancelsOnFailure = options.CancelOnFailure;
        cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Token = cancellation.Token;
    }

    /// <summary>Is cancelled when the caller's token is, by the first failure, and by <see cref="Cancel"/>. Children are given it.</summary>
    public CancellationToken Token { get; }

    /// <summary>Runs a body that may start children, and waits for all of them.</summary>
    /// <param name="body">Starts children with <see cref="Run(Func{CancellationToken, Task})"/>. It need not await them.</param>
    /// <param name="options">Null for all defaults.</param>
    /// <param name="cancellationToken">Cancels the scope. The task is canceled, with this token, once all have ended, if that kept something from coming to its end and nothing failed. Cancelled already, nothing runs.</param>
    /// <returns>A task that completes after the body and all children.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    public static Task RunAsync(Func<TaskScope, Task> body, TaskScopeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return cancellationToken.IsCancellationRequested
            ? Task.FromCanceled(cancellationToken)
            : Begin(new TaskScope(options ?? new TaskScopeOptions(), cancellationToken));

        async Task Begin(TaskScope scope)
        {
            var result = scope.Call(_ => body(scope));
            await scope.EndAsync(result, cancellationToken).ConfigureAwait(false);
            await result.ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="RunAsync(Func{TaskScope, Task}, TaskScopeOptions?, CancellationToken)"/>
    /// <returns>A task that completes after the body and all children, with the result of the body.</returns>
    public static Task<TResult> RunAsync<TResult>(Func<TaskScope, Task<TResult>> body, TaskScopeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<TResult>(cancellationToken)
            : Begin(new TaskScope(options ?? new TaskScopeOptions(), cancellationToken));

        async Task<TResult> Begin(TaskScope scope)
        {
            var result = scope.Call(_ => body(scope));
            await scope.EndAsync(result, cancellationToken).ConfigureAwait(false);
            return await result.ConfigureAwait(false);
        }
    }

    /// <summary>Starts a child.</summary>
    /// <param name="child">Is given <see cref="Token"/>. If that is cancelled already, or before it is the child's turn, the child is not called and its task is canceled.</param>
    /// <returns>The child's task, for whoever wants to await it within the scope.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="child"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The scope has ended.</exception>
    public Task Run(Func<CancellationToken, Task> child)
    {
        ArgumentNullException.ThrowIfNull(child);
        var number = Enter();
        return Track(number, line is null ? Call(child) : CallInTurnAsync(child).Unwrap());
    }

    /// <inheritdoc cref="Run(Func{CancellationToken, Task})"/>
    public Task<TResult> Run<TResult>(Func<CancellationToken, Task<TResult>> child)
    {
        ArgumentNullException.ThrowIfNull(child);
        var number = Enter();
        return Track(number, line is null ? Call(child) : CallInTurnAsync(child).Unwrap());
    }

    /// <summary>Starts a child and comes back when it is the child's turn: whoever awaits this before the next child makes no more of them than the limit lets run. Without a limit it is <see cref="Run(Func{CancellationToken, Task})"/>.</summary>
    /// <param name="child">As for <see cref="Run(Func{CancellationToken, Task})"/>.</param>
    /// <returns>When it is the child's turn, or will not be, the child's task.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="child"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The scope has ended.</exception>
    public ValueTask<Task> StartAsync(Func<CancellationToken, Task> child)
    {
        ArgumentNullException.ThrowIfNull(child);
        var number = Enter();
        if (line is null)
        {
            return new ValueTask<Task>(Track(number, Call(child)));
        }

        var turn = CallInTurnAsync(child);
        return WhenCalledAsync(turn, Track(number, turn.Unwrap()));
    }

    /// <inheritdoc cref="StartAsync(Func{CancellationToken, Task})"/>
    public ValueTask<Task<TResult>> StartAsync<TResult>(Func<CancellationToken, Task<TResult>> child)
    {
        ArgumentNullException.ThrowIfNull(child);
        var number = Enter();
        if (line is null)
        {
            return new ValueTask<Task<TResult>>(Track(number, Call(child)));
        }

        var turn = CallInTurnAsync(child);
        return WhenCalledAsync(turn, Track(number, turn.Unwrap()));
    }

    /// <summary>Cancels <see cref="Token"/>, without a failure: what is left is not needed any more, as when the first of several answers has come. Whoever waits for the scope still waits for all. After the end it does nothing.</summary>
    public void Cancel()
    {
        if (TryHold())
        {
            _ = CancelChildrenAsync();
        }
    }

    private static async ValueTask<TTask> WhenCalledAsync<TTask>(Task turn, TTask child)
    {
        await turn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return child;
    }

    private static InvalidOperationException NoTask() => new("The function returned null instead of a task.");

    /// <summary>Waits for the body and all children, and throws what failed. If it does not, the body's own outcome is the scope's.</summary>
    private async Task EndAsync(Task body, CancellationToken cancellationToken)
    {
        await body.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!body.IsCompletedSuccessfully)
        {
            Note(int.MaxValue, body);
        }

        Release();
        await ended.Task.ConfigureAwait(false);
        cancellation.Dispose();

        // What the body got from a child that it awaited is the child's failure.
        var thrown = failures.OrderBy(static failure => failure.Child).Select(static failure => failure.Exception).Distinct(ReferenceEqualityComparer.Instance).Cast<Exception>().ToArray();
        switch (thrown)
        {
            case [var only]:
                ExceptionDispatchInfo.Throw(only);
                break;
            case [_, ..]:
                throw new AggregateException(thrown);
        }

        if (isCutShort && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private Task Call(Func<CancellationToken, Task> child) => Call<Task>(child, static thrown => Task.FromException(thrown), static token => Task.FromCanceled(token));

    private Task<TResult> Call<TResult>(Func<CancellationToken, Task<TResult>> child) =>
        Call<Task<TResult>>(child, static thrown => Task.FromException<TResult>(thrown), static token => Task.FromCanceled<TResult>(token));

    private TTask Call<TTask>(Func<CancellationToken, TTask> child, Func<Exception, TTask> failed, Func<CancellationToken, TTask> cancelled)
        where TTask : Task
    {
        if (Token.IsCancellationRequested)
        {
            return cancelled(Token);
        }

        try
        {
            return child(Token) ?? throw NoTask();
        }
        catch (OperationCanceledException exception) when (exception.CancellationToken.IsCancellationRequested)
        {
            return cancelled(exception.CancellationToken);
        }
#pragma warning disable CA1031 // As an asynchronous method would have: it goes into the task.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return failed(exception);
        }
    }

    // Goes on where it was called, as if the child had not had to wait.
    private async Task<Task> CallInTurnAsync(Func<CancellationToken, Task> child)
    {
        await line!.TakeAsync(Token);
        return GiveBackAfter(Call(child));
    }

    private async Task<Task<TResult>> CallInTurnAsync<TResult>(Func<CancellationToken, Task<TResult>> child)
    {
        await line!.TakeAsync(Token);
        return GiveBackAfter(Call(child));
    }

    private TTask GiveBackAfter<TTask>(TTask child)
        where TTask : Task
    {
        _ = child.ContinueWith(static (_, line) => ((SlotLine)line!).GiveBack(), line, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return child;
    }

    private int Enter()
    {
        ObjectDisposedException.ThrowIf(!TryHold(), this);
        return Interlocked.Increment(ref children);
    }

    private TTask Track<TTask>(int number, TTask child)
        where TTask : Task
    {
        // Of the task itself, so that it has completed before the scope does.
        _ = child.ContinueWith(
            static (child, state) =>
            {
                var (scope, number) = ((TaskScope, int))state!;
                if (!child.IsCompletedSuccessfully)
                {
                    scope.Note(number, child);
                }

                scope.Release();
            },
            (this, number),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return child;
    }

    private void Note(int number, Task ended)
    {
        // Looking at the exceptions is what makes them observed, whoever else awaits the task.
        var thrown = ended.Exception?.InnerExceptions ?? [CancellationOf(ended)];
        foreach (var exception in thrown)
        {
            Note(number, exception);
        }
    }

    private void Note(int number, Exception exception)
    {
        var isFirst = false;
        lock (gate)
        {
            if (exception is OperationCanceledException && Token.IsCancellationRequested)
            {
                isCutShort = true;
                return;
            }

            failures.Add((number, exception));
            isFirst = failures.Count == 1;
        }

        if (isFirst && cancelsOnFailure && TryHold())
        {
            _ = CancelChildrenAsync();
        }
    }

    private static Exception CancellationOf(Task canceled)
    {
        try
        {
            canceled.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException exception)
        {
            return exception;
        }

        throw new InvalidOperationException();
    }

    // On the pool, as what is registered on the token is code of others, which neither the failed child nor its caller waits for. The scope does.
    private async Task CancelChildrenAsync()
    {
        try
        {
            await cancellation.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException failedCallbacks)
        {
            Note(int.MaxValue, failedCallbacks);
        }
        finally
        {
            Release();
        }
    }

    private bool TryHold()
    {
        for (var seen = Volatile.Read(ref holds); seen > 0;)
        {
            var before = Interlocked.CompareExchange(ref holds, seen + 1, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref holds) == 0)
        {
            ended.SetResult();
        }
    }
}
