using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;

namespace ConcurrencyAnalyzers.Benchmarks.Harness;

/// <summary>
/// Posts a work item to the pool every 5 ms, from a thread of its own, and sees how long each waits for its turn: what anyone else
/// in the process would wait. Looks at the number of pool threads on the way.
/// </summary>
internal sealed class Heartbeat : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    // Made before the measurement, so that what is allocated meanwhile is the scenario's.
    private readonly Beat[] beats = [.. Enumerable.Range(0, 20_000).Select(static _ => new Beat())];
    private readonly Thread thread;
    private volatile bool stopped;
    private int posted;

    public Heartbeat()
    {
        thread = new Thread(Post) { IsBackground = true, Name = nameof(Heartbeat), Priority = ThreadPriority.AboveNormal };
        thread.Start();
    }

    public int PeakThreads { get; private set; }

    /// <summary>Stops posting and waits for what was posted.</summary>
    public TimeSpan Percentile95() => Percentile(95);

    /// <summary>Stops posting and waits for what was posted. So many of a hundred items waited no longer.</summary>
    public TimeSpan Percentile(int percent)
    {
        Dispose();
        var delays = beats[..posted];
        SpinWait.SpinUntil(() => delays.All(static beat => beat.HasRun));
        return delays.Select(static beat => beat.Delay).Order().ElementAt((int)Math.Ceiling(percent / 100.0 * posted) - 1);
    }

    public void Dispose()
    {
        stopped = true;
        thread.Join();
    }

    private void Post()
    {
        do
        {
            PeakThreads = Math.Max(PeakThreads, ThreadPool.ThreadCount);
            beats[posted].Posted = Stopwatch.GetTimestamp();
            ThreadPool.UnsafeQueueUserWorkItem(beats[posted], preferLocal: false);
            posted++;
            Thread.Sleep(Interval);
        }
        while (!stopped && posted < beats.Length);
    }

    private sealed class Beat : IThreadPoolWorkItem
    {
        private long ran;

        public long Posted { get; set; }

        public bool HasRun => Volatile.Read(ref ran) != 0;

        public TimeSpan Delay => Stopwatch.GetElapsedTime(Posted, ran);

        public void Execute() => Volatile.Write(ref ran, Stopwatch.GetTimestamp());
    }
}
