using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios;

/// <summary>
/// A thread that serves one thing after another, as that of a user interface does, with the context that brings awaits back to it. Every 5 ms it is asked to
/// paint; how long that takes at most is how long a user looks at something frozen.
/// </summary>
public sealed class UiThread : SynchronizationContext, IDisposable
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(5);

    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> messages = [];
    private readonly Timer painting;
    private long longestPause;

    public UiThread()
    {
        new Thread(Serve) { IsBackground = true, Name = nameof(UiThread) }.Start();
        painting = new Timer(_ => AskToPaint(), null, Frame, Frame);
    }

    /// <summary>In milliseconds.</summary>
    public long LongestPause => Volatile.Read(ref longestPause);

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!messages.IsAddingCompleted)
        {
            messages.Add((d, state));
        }
    }

    /// <summary>Runs the action there, and completes when it has returned.</summary>
    public Task RunAsync(Action action)
    {
        var ran = new TaskCompletionSource();
        messages.Add((_ =>
        {
            action();
            ran.SetResult();
        }, null));
        return ran.Task;
    }

    public void Dispose()
    {
        painting.Dispose();
        messages.CompleteAdding();
    }

    private void AskToPaint()
    {
        var asked = Stopwatch.GetTimestamp();
        Post(_ => longestPause = Math.Max(longestPause, (long)Stopwatch.GetElapsedTime(asked).TotalMilliseconds), null);
    }

    private void Serve()
    {
        SetSynchronizationContext(this);
        foreach (var (callback, state) in messages.GetConsumingEnumerable())
        {
            callback(state);
        }
    }
}
