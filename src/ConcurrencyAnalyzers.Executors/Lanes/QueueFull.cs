namespace ConcurrencyAnalyzers.Executors;

/// <summary>What becomes of work for which an executor's queue has no room. Nothing is ever dropped.</summary>
public enum QueueFull
{
    /// <summary>It waits for room, in the order in which it came. Its caller is not blocked; <c>SubmitAsync</c> tells it when there was room.</summary>
    Wait,

    /// <summary>It is refused: its task fails with <see cref="ExecutorRejectedException"/>.</summary>
    Reject,
}
