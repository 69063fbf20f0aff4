using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// Measures how long an item waits until the thread pool runs it. The runtime's meters count the pool's threads and its queue; this is the time that each request, timer and continuation waits as well.
/// </summary>
/// <remarks>It queues one item at a time, and watches it from a thread of its own, as a timer's callback would wait in the queue that it is to watch. All members may be used from any thread at once.</remarks>
public sealed class PoolProbe : IDisposable
{
    private readonly PoolProbeOptions options;
    private readonly TimeProvider time;
    private readonly Action<Action> queue;
    private readonly Action ran;
    private readonly object gate = new();

    // All guarded by gate. While an item waits, queuedAt is when it was queued; otherwise queuedAt is when the last one ran.
    private bool isWaiting;
    private bool isReported;
    private bool isDisposed;
    private long queuedAt;
    private TimeSpan last;
    private TimeSpan longest;
    private long count;
    private long starvations;

    /// <summary>Starts to measure, until disposal.</summary>
    /// <param name="options">Null for all defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is below a millisecond, the limit is not above zero, or one of them is more than a day.</exception>
    public PoolProbe(PoolProbeOptions? options = null)
        : this(options ?? new PoolProbeOptions(), TimeProvider.System, static item => ThreadPool.UnsafeQueueUserWorkItem(static item => item(), item, preferLocal: false))
    {
        new Thread(static self => ((PoolProbe)self!).Watch()) { IsBackground = true, Name = "pool probe" }.UnsafeStart(this);
    }

    /// <summary>A probe without a thread, whose steps a test takes.</summary>
    internal PoolProbe(PoolProbeOptions options, TimeProvider time, Action<Action> queue)
    {
        options.Check();
        this.options = options;
        this.time = time;
        this.queue = queue;
        ran = Ran;
        queuedAt = time.GetTimestamp();
    }

    /// <summary>How long the last item waited that ran; or, if that is more, how long the one waits that has not run yet.</summary>
    public TimeSpan Delay
    {
        get
        {
            lock (gate)
            {
                return Max(last, Waits());
            }
        }
    }

    /// <summary>The longest that an item waited, including the one that has not run yet.</summary>
    public TimeSpan LongestDelay
    {
        get
        {
            lock (gate)
            {
                return Max(longest, Waits());
            }
        }
    }

    /// <summary>How many items were measured.</summary>
    public long Count
    {
        get
        {
            lock (gate)
            {
                return count;
            }
        }
    }

    /// <summary>How many items waited longer than <see cref="PoolProbeOptions.WarnAbove"/>.</summary>
    public long Starvations
    {
        get
        {
            lock (gate)
            {
                return starvations;
            }
        }
    }

    /// <summary>Ends measuring. A warning that is being reported may still be at it. Calling it again does nothing.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Does what is due.</summary>
    /// <returns>After how long to look again, unless the item runs before; null after disposal.</returns>
    internal TimeSpan? Step()
    {
        TimeSpan waits;
        lock (gate)
        {
            if (isDisposed)
            {
                return null;
            }

            var since = time.GetElapsedTime(queuedAt);
            if (!isWaiting)
            {
                if (since < options.Interval)
                {
                    return options.Interval - since;
                }

                isWaiting = true;
                isReported = false;
                queuedAt = time.GetTimestamp();
                waits = TimeSpan.Zero;
            }
            else if (isReported)
            {
                return options.Interval;
            }
            else if (since <= options.WarnAbove)
            {
                return options.WarnAbove - since + TimeSpan.FromMilliseconds(1);
            }
            else
            {
                isReported = true;
                starvations++;
                waits = since;
            }
        }

        // Not under the lock: one gives the item to the pool, the other calls code of the user.
        if (waits == TimeSpan.Zero)
        {
            queue(ran);
            return options.WarnAbove;
        }

        options.OnStarvation?.Invoke(new PoolStarvation(waits, ThreadPool.ThreadCount, ThreadPool.PendingWorkItemCount));
        return options.Interval;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private void Watch()
    {
        while (Step() is { } next)
        {
            lock (gate)
            {
                // Asked again under the lock under which disposal pulses, or the pulse could come between.
                if (!isDisposed)
                {
                    Monitor.Wait(gate, next);
                }
            }
        }
    }

    private void Ran()
    {
        TimeSpan delay;
        lock (gate)
        {
            last = delay = time.GetElapsedTime(queuedAt);
            longest = Max(longest, last);
            count++;

            // Between two looks of the watching thread an item can wait for too long and run: it counts, though there is nothing left to warn of.
            starvations += last > options.WarnAbove && !isReported ? 1 : 0;
            isWaiting = false;
            queuedAt = time.GetTimestamp();
        }

        ExecutorTelemetry.PoolDelayed(delay);
    }

    private TimeSpan Waits() => isWaiting ? time.GetElapsedTime(queuedAt) : TimeSpan.Zero;
}
