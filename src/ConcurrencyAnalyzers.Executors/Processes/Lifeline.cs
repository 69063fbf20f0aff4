using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>A worker's standard input. What the parent says there is heard while a job runs, without a second thread at the pipe, which would cost each job a switch; and it ends with the parent, however that ended.</summary>
internal static class Lifeline
{
    /// <summary>Until the end of the input; then gives the job that runs so much time, and ends the process.</summary>
    public static void Hold(Stream input, WorkerLoop loop, TimeSpan grace, Action end)
    {
        Listen(input, loop);
        loop.CancelAll();
        Thread.Sleep(grace);
        end();
    }

    /// <summary>Not an exit: handlers of that could wait for what does not come to an end.</summary>
    public static void Kill() => Process.GetCurrentProcess().Kill();

    /// <summary>Until the end of the input, or until it says what it must not.</summary>
    public static void Listen(Stream input, WorkerLoop loop)
    {
        try
        {
            using var frames = new FrameStream(input, Frame.HeaderBytes);
            while (frames.Read(out var frame))
            {
                if (frame.Kind != FrameKind.Cancel)
                {
                    return;
                }

                loop.Cancel(frame.Id);
            }
        }
        catch (Exception exception) when (exception is FrameException or IOException or ObjectDisposedException)
        {
            // No parent of this library's says that.
        }
    }
}
