using System;
using System.Diagnostics;
using System.IO;
using System.IO.Pipes;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>A process that is a worker, or is to become one, with its pipe and its standard streams.</summary>
internal sealed class ProcessLink : IWorkerLink
{
    // For what the system has to do once a process is dead, and for output that is on its way.
    private static readonly TimeSpan ForDeath = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ForOutput = TimeSpan.FromMilliseconds(500);

    private readonly Process process;
    private readonly NamedPipeServerStream pipe;
    private readonly FrameWriter cancellations = new(Frame.HeaderBytes);
    private readonly LastLines lastWords = new();
    private readonly Task output;
    private readonly Task errors;

    // The process is not touched after its disposal, nor its standard input, which has one writer at a time.
    private readonly Lock gate = new();
    private readonly Lock inputGate = new();
    private bool isReaped;

    public ProcessLink(int workerId, Process process, NamedPipeServerStream pipe, Action<WorkerOutput>? onOutput)
    {
        WorkerId = workerId;
        this.process = process;
        this.pipe = pipe;
        output = OutputPump.RunAsync(process.StandardOutput.BaseStream, line => Tell(onOutput, new WorkerOutput(workerId, IsError: false, line)));
        errors = OutputPump.RunAsync(process.StandardError.BaseStream, line =>
        {
            lastWords.Add(line);
            Tell(onOutput, new WorkerOutput(workerId, IsError: true, line));
        });
    }

    public int WorkerId { get; }

    public Stream Pipe => pipe;

    public long WorkingSet
    {
        get
        {
            lock (gate)
            {
                try
                {
                    process.Refresh();
                    return isReaped ? 0 : process.WorkingSet64;
                }
                catch (InvalidOperationException)
                {
                    // It is gone.
                    return 0;
                }
            }
        }
    }

    /// <summary>Writes to the worker's standard input.</summary>
    /// <exception cref="IOException">Nobody reads it any more.</exception>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        lock (inputGate)
        {
            var input = process.StandardInput.BaseStream;
            input.Write(bytes);
            input.Flush();
        }
    }

    public void Cancel(long id)
    {
        lock (inputGate)
        {
            if (isReaped)
            {
                return;
            }

            cancellations.Begin(FrameKind.Cancel, id);
            cancellations.End();
            try
            {
                Send(cancellations.Written);
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException)
            {
                // It is gone, and so is the job.
            }

            cancellations.Clear();
        }
    }

    public void Close()
    {
        try
        {
            // On Windows a read that waits keeps the handle open, and ends when the pipe is disconnected.
            if (OperatingSystem.IsWindows() && pipe.IsConnected)
            {
                pipe.Disconnect();
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // The other end was faster.
        }

        pipe.Dispose();
    }

    public void Kill()
    {
        lock (gate)
        {
            if (!isReaped)
            {
                ProcessTree.Kill(process);
            }
        }

        Close();
    }

    public WorkerExit Reap(TimeSpan grace)
    {
        Close();
        if (!WaitForExit(grace))
        {
            lock (gate)
            {
                ProcessTree.Kill(process);
            }

            WaitForExit(ForDeath);
        }

        // What it started may hold the ends of these for as long as it lives.
        Task.WaitAll([output, errors], ForOutput);
        lock (inputGate)
        {
            lock (gate)
            {
                isReaped = true;
                var exit = new WorkerExit(process.Id, process.HasExited ? process.ExitCode : null, lastWords.ToArray());
                DisposeInput();
                process.StandardOutput.Dispose();
                process.StandardError.Dispose();
                process.Dispose();
                cancellations.Dispose();
                return exit;
            }
        }
    }

    private bool WaitForExit(TimeSpan time) => process.WaitForExit(time > TimeSpan.FromMilliseconds(int.MaxValue) || time == Timeout.InfiniteTimeSpan ? TimeSpan.FromMilliseconds(int.MaxValue) : time);

    private void DisposeInput()
    {
        try
        {
            process.StandardInput.Dispose();
        }
        catch (IOException)
        {
            // Nobody reads it any more.
        }
    }

    private static void Tell(Action<WorkerOutput>? onOutput, WorkerOutput line)
    {
        try
        {
            onOutput?.Invoke(line);
        }
        catch (Exception)
        {
            // Where the output goes to may be full or closed. No job is to fail for that.
        }
    }
}
