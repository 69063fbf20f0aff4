using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>
/// A worker between its greeting and its end: reads jobs from the pipe and does them one after the other, on the thread that reads. While more jobs are there, answers go out together, but none stays for
/// longer than a moment, so that the parent knows which job runs.
/// </summary>
internal sealed class WorkerLoop : IDisposable
{
    private const int LargestDelayed = 32 << 10;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(1);

    private readonly Stream pipe;
    private readonly FrameStream frames;
    private readonly JobRegistry registry;
    private readonly WorkerTerms terms;

    // Whoever writes to the pipe, or to what goes there, is inside. Taken before gate by who takes both.
    private readonly Lock outGate = new();
    private readonly FrameWriter answers;

    // The job writes its output here, for as long as it likes, and nobody else waits.
    private readonly FrameWriter output;

    private readonly Lock gate = new();

    // Guarded by gate. Cancellations that came before their job; those of earlier jobs are dropped.
    private readonly HashSet<long> canceledAhead = [];

    // Guarded by gate: the job that runs, or ran last, and its source; null between jobs.
    private long current;
    private CancellationTokenSource? cancellation;
    private bool isGone;

    // Guarded by outGate. Null until the first answer that is not sent at once.
    private AutoResetEvent? delayed;

    // Guarded by outGate.
    private bool isOver;

    public WorkerLoop(Stream pipe, FrameStream frames, JobRegistry registry, WorkerTerms terms)
    {
        this.pipe = pipe;
        this.frames = frames;
        this.registry = registry;
        this.terms = terms;
        answers = new FrameWriter(terms.MaxFrameBytes);
        output = new FrameWriter(terms.MaxFrameBytes);
    }

    /// <summary>Until the pipe ends.</summary>
    /// <exception cref="FrameException">What comes is not a job.</exception>
    /// <exception cref="IOException">The pipe is broken.</exception>
    public void Run()
    {
        while (frames.Read(out var frame))
        {
            if (frame.Kind != FrameKind.Job || frame.Id <= current)
            {
                throw new FrameException($"it sent a frame of the kind {frame.Kind} with the id {frame.Id}, after {current}");
            }

            var job = JobFrame.Read(frame.Payload);
            if ((uint)job.Number >= (uint)registry.Entries.Length || job.Attempt < 1)
            {
                throw new FrameException($"it sent attempt {job.Attempt} of job {job.Number} of {registry.Entries.Length}");
            }

            Do(frame.Id, job);
        }
    }

    /// <summary>The job of this id is not wanted any more. What it registered with its token runs on the pool.</summary>
    public void Cancel(long id)
    {
        CancellationTokenSource? running;
        lock (gate)
        {
            if (id > current)
            {
                canceledAhead.Add(id);
            }

            running = id == current ? cancellation : null;
        }

        running?.CancelAsync();
    }

    /// <summary>No job is wanted any more.</summary>
    public void CancelAll()
    {
        CancellationTokenSource? running;
        lock (gate)
        {
            isGone = true;
            running = cancellation;
        }

        running?.CancelAsync();
    }

    public void Dispose()
    {
        lock (outGate)
        {
            isOver = true;
            delayed?.Set();
            answers.Dispose();
            output.Dispose();
        }
    }

    private void Do(long id, JobFrame job)
    {
        // Not disposed: who cancels may have it in hand, and it has neither a timer nor a link.
        var source = new CancellationTokenSource();
        lock (gate)
        {
            current = id;
            cancellation = source;
            if (isGone || canceledAhead.Remove(id))
            {
                source.Cancel();
            }

            if (canceledAhead.Count > 0)
            {
                canceledAhead.RemoveWhere(ahead => ahead < id);
            }
        }

        var progress = new WorkerProgress(this, id);
        Exception? thrown = null;
        if (!source.IsCancellationRequested)
        {
            thrown = Run(id, job, new JobContext(job.Attempt, terms.WorkerId, progress, source.Token));
        }

        bool isCanceled;
        lock (gate)
        {
            isCanceled = source.IsCancellationRequested;
            cancellation = null;
        }

        lock (outGate)
        {
            progress.End(answers);
            if ((thrown is null && output.Length == 0) || (isCanceled && thrown is OperationCanceledException))
            {
                output.Clear();
                output.Begin(FrameKind.Canceled, id);
                output.End();
            }
            else if (thrown is not null)
            {
                output.Clear();
                JobFault.Write(output, id, thrown, terms.MaxFrameBytes);
            }

            Answer();
        }
    }

    private Exception? Run(long id, JobFrame job, JobContext context)
    {
        var entry = registry.Entries[job.Number];
        using var activity = job.TraceParent.Length == 0 ? null : ExecutorTelemetry.StartRemote(entry.Name, Encoding.ASCII.GetString(job.TraceParent));
        try
        {
            output.Begin(FrameKind.Result, id);
            var run = entry.InvokeAsync(job.Input, context, output);
            if (!run.IsCompletedSuccessfully)
            {
                // The thread is the worker's own, and has nothing else to do.
                run.AsTask().GetAwaiter().GetResult();
            }

            output.End();
            return null;
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            return exception;
        }
    }

    /// <summary>For a report that is on its way: writes it if its job still runs.</summary>
    public void WriteProgress(WorkerProgress progress)
    {
        try
        {
            lock (outGate)
            {
                if (progress.TryWrite(answers))
                {
                    Flush();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The parent is gone, which the thread that reads sees, too.
        }
    }

    // In outGate.
    private void Answer()
    {
        if (answers.Length == 0 && !frames.HasFrame)
        {
            Send(output);
            return;
        }

        var isFirst = answers.Length == 0;
        answers.Append(output.Written);
        output.Clear();
        if (!frames.HasFrame || answers.Length > LargestDelayed)
        {
            Flush();
        }
        else if (isFirst)
        {
            if (delayed is null)
            {
                delayed = new AutoResetEvent(false);
                new Thread(FlushDelayed) { IsBackground = true, Name = "answers" }.Start();
            }

            delayed.Set();
        }
    }

    private void Flush()
    {
        if (answers.Length > 0)
        {
            Send(answers);
        }
    }

    private void Send(FrameWriter writer)
    {
        pipe.Write(writer.Written);
        writer.Clear();
    }

    private void FlushDelayed()
    {
        try
        {
            while (true)
            {
                delayed!.WaitOne();
                Thread.Sleep(LongestDelay);
                lock (outGate)
                {
                    if (isOver)
                    {
                        return;
                    }

                    Flush();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The parent is gone, which the thread that reads sees, too.
        }
    }
}
