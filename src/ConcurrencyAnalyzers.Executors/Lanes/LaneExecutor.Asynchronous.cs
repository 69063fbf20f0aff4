using System;
using System.ComponentModel;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <content>Overloads that asynchronous functions are bound to, so that they do not compile: as work with a task as its result they would be done at their first await.</content>
public abstract partial class LaneExecutor
{
    private protected const string AsynchronousWork = "Asynchronous code needs no thread of an executor: await it, and hand over the part that computes or blocks. (A lambda that never returns is bound to this, too: cast it to an Action.)";

    /// <summary>Not for asynchronous work.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete(AsynchronousWork, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken = default) => throw new NotSupportedException(AsynchronousWork);

    /// <summary>Not for asynchronous work.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete(AsynchronousWork, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Task RunAsync<TResult>(Func<CancellationToken, Task<TResult>> work, CancellationToken cancellationToken = default) => throw new NotSupportedException(AsynchronousWork);

    /// <summary>Not for asynchronous work.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete(AsynchronousWork, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Task RunAsync<TState>(TState state, Func<TState, CancellationToken, Task> work, CancellationToken cancellationToken = default) => throw new NotSupportedException(AsynchronousWork);

    /// <summary>Not for asynchronous work.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete(AsynchronousWork, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Task RunAsync<TState, TResult>(TState state, Func<TState, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken = default) => throw new NotSupportedException(AsynchronousWork);

    /// <summary>Not for asynchronous work.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete(AsynchronousWork, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Task SubmitAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken = default) => throw new NotSupportedException(AsynchronousWork);

    /// <summary>Not for asynchronous work.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete(AsynchronousWork, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Task SubmitAsync<TResult>(Func<CancellationToken, Task<TResult>> work, CancellationToken cancellationToken = default) => throw new NotSupportedException(AsynchronousWork);
}
