using System;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>The thread pool, at the moment at which it kept an item waiting for too long.</summary>
/// <param name="Delay">How long the item waits so far.</param>
/// <param name="Threads">How many threads the pool has.</param>
/// <param name="Pending">How many items wait in its queues.</param>
public readonly record struct PoolStarvation(TimeSpan Delay, int Threads, long Pending);
