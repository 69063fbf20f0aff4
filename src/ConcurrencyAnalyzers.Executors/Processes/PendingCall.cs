using System;
using System.Diagnostics;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>A call that somebody waits for, with its input as a frame.</summary>
internal abstract class PendingCall : JobCall, IDisposable
{
    private readonly IProgress<JobProgress>? progress;

    // Null where the caller's context does not flow, or is not wanted.
    private readonly ExecutionContext? context;

    protected PendingCall(string job, JobOptions options, ProcessExecutorOptions defaults, IProgress<JobProgress>? progress, CancellationToken cancellationToken)
        : base((options.Timeout ?? defaults.JobTimeout) is var timeout && timeout == System.Threading.Timeout.InfiniteTimeSpan ? null : timeout, options.MaxAttempts ?? defaults.MaxAttempts)
    {
        Job = job;
        this.progress = progress;
        CancellationToken = cancellationToken;
        context = progress is null ? null : ExecutionContext.Capture();
        Input = new FrameWriter(defaults.MaxFrameBytes);
    }

    public string Job { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>One frame. Pooled: gone once the call has ended.</summary>
    public FrameWriter Input { get; }

    public override int FrameBytes => Input.Length;

    /// <summary>Set before the call is handed in.</summary>
    public CancellationTokenRegistration Registration { get; set; }

    /// <summary>Null while nobody listens.</summary>
    public Activity? Activity { get; set; }

    /// <summary>When it was handed in, and when it was sent, by the clock of the executor; null while nobody measures.</summary>
    public long? SubmittedAt { get; set; }

    /// <summary>See <see cref="SubmittedAt"/>.</summary>
    public long? SentAt { get; set; }

    /// <summary>Ends with the output.</summary>
    /// <returns>Whether it was one.</returns>
    public abstract bool Complete(ReadOnlySpan<byte> output);

    public abstract void Fail(Exception exception);

    public abstract void Cancel();

    public void ReportProgress(JobProgress value)
    {
        if (progress is null)
        {
            return;
        }

        try
        {
            if (context is null)
            {
                progress.Report(value);
            }
            else
            {
                ExecutionContext.Run(
                    context,
                    static state =>
                    {
                        var (progress, value) = ((IProgress<JobProgress>, JobProgress))state!;
                        progress.Report(value);
                    },
                    (progress, value));
            }
        }
        catch (Exception)
        {
            // Whoever watches is not to bring down the thread that all jobs of a worker depend on.
        }
    }

    /// <summary>What the call held. Not while it may be written to a worker.</summary>
    public void Dispose()
    {
        Input.Dispose();

        // Not waited for: a cancellation that runs just now finds that the call has ended.
        Registration.Unregister();
    }
}
