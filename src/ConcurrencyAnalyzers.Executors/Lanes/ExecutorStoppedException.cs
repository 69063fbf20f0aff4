using System;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// Work ended early because its executor was disposed and the time to drain ran out: it had not started, or it heeded its token. It is a cancellation that the caller did not ask for, so the
/// task is faulted, not canceled; code that catches <see cref="OperationCanceledException"/> catches it.
/// </summary>
public sealed class ExecutorStoppedException : OperationCanceledException
{
    internal ExecutorStoppedException(string executor, Exception? inner)
        : base($"The executor '{executor}' was disposed, and its time to drain is over.", inner)
    {
        Executor = executor;
    }

    /// <summary>The name of the executor that was disposed.</summary>
    public string Executor { get; }
}
