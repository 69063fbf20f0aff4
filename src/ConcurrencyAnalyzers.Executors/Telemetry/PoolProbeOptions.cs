using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>How a <see cref="PoolProbe"/> is made. Read once, by its constructor.</summary>
public sealed record PoolProbeOptions
{
    /// <summary>How long after one item of the probe ran the next is queued; at least 1 millisecond. 500 milliseconds unless set.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>From which delay on the pool counts as starved; above zero. 100 milliseconds unless set: an idle pool needs 0.1, and one that is starved takes on a thread about every 250.</summary>
    public TimeSpan WarnAbove { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Is called once for each item that is found to be delayed by more than <see cref="WarnAbove"/>, while it still waits, on the probe's own thread, which measures nothing until it comes back. An exception
    /// ends the process, as on any thread. Null unless set.</summary>
    public Action<PoolStarvation>? OnStarvation { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Interval, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(WarnAbove, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Interval, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WarnAbove, TimeSpan.FromDays(1));
    }
}
