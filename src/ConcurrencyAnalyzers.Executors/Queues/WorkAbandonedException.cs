using System;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>An item of a <see cref="WorkQueue{T}"/> failed because its <see cref="WorkLease{T}"/> was disposed before the work was done.</summary>
public sealed class WorkAbandonedException : Exception
{
    /// <summary>With a message that says what happened.</summary>
    public WorkAbandonedException() : base("A lease was disposed before Done, Requeue or Fail was called: the work on its item counts as failed.")
    {
    }

    /// <summary>With this message.</summary>
    public WorkAbandonedException(string message) : base(message)
    {
    }

    /// <summary>With this message and cause.</summary>
    public WorkAbandonedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
