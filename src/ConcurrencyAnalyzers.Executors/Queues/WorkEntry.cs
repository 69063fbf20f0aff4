namespace ConcurrencyAnalyzers.Executors;

/// <summary>An item on its way through a <see cref="WorkQueue{T}"/>: how often it was handed out before, and whether it holds one of the queue's slots.</summary>
internal readonly record struct WorkEntry<T>(T Item, int Attempts, bool HoldsSlot);
