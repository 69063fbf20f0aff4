using System;
using System.IO;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>A worker process from its first statement to its last.</summary>
internal static class WorkerProgram
{
    /// <summary>The argument before the last, which is the pipe's name.</summary>
    public const string Marker = "--concurrency-analyzers-worker";

    /// <summary>EX_PROTOCOL of sysexits.h: what a worker exits with that does not come to an understanding with its parent.</summary>
    public const int ProtocolError = 76;

    private static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(30);

    /// <summary>What this program registers, whether it is a worker or not; null before it has called <see cref="ProcessWorker.TryRunAsync"/>.</summary>
    public static Action<JobRegistry>? Register { get; set; }

    /// <returns>The exit code.</returns>
    public static int Run(string pipeName, JobRegistry registry)
    {
        // The terminal tells all of its processes, and the parent decides what becomes of jobs.
        using var interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        try
        {
            using var input = Console.OpenStandardInput();
            Console.SetIn(TextReader.Null);
            Span<byte> key = stackalloc byte[Handshake.KeyBytes];
            input.ReadExactly(key);
            using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut, PipeOptions.CurrentUserOnly);
            pipe.Connect(ToConnect);
            Serve(pipe, input, key, registry, Lifeline.Kill);
            return 0;
        }
        catch (Exception exception) when (exception is FrameException or IOException or TimeoutException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The worker ends, because {exception.Message}");
            return ProtocolError;
        }
    }

    /// <summary>Greets, then runs jobs until the pipe ends.</summary>
    /// <param name="pipe">To the parent.</param>
    /// <param name="input">From the parent: cancellations, and its end when the parent is gone.</param>
    /// <param name="key">What the parent wrote to <paramref name="input"/> first. Wiped.</param>
    /// <param name="registry">The jobs.</param>
    /// <param name="end">Ends the process, when the parent is gone and the time of its job is over.</param>
    /// <exception cref="FrameException">The other end of the pipe is not the parent, or breaks the protocol.</exception>
    /// <exception cref="IOException">A stream is broken.</exception>
    public static void Serve(Stream pipe, Stream input, Span<byte> key, JobRegistry registry, Action end)
    {
        var version = Handshake.AsWorker(pipe, key);
        CryptographicOperations.ZeroMemory(key);
        if (version != Handshake.Version)
        {
            // The parent has got this one's, and says so.
            return;
        }

        using var writer = new FrameWriter(int.MaxValue);
        WorkerContract.Of(registry).WriteHello(writer);
        pipe.Write(writer.Written);
        writer.Clear();

        // The first job may be right behind the welcome.
        using var frames = new FrameStream(pipe, GreetingBytes);
        if (!frames.Read(out var welcome))
        {
            return;
        }

        var terms = WorkerTerms.ReadWelcome(welcome);
        frames.MaxFrameBytes = terms.MaxFrameBytes;
        using var loop = new WorkerLoop(pipe, frames, registry, terms);
        var lifeline = new Thread(() => Lifeline.Hold(input, loop, terms.Grace, end)) { IsBackground = true, Name = "lifeline" };
        lifeline.Start();
        loop.Run();
    }

    private const int GreetingBytes = 1024;
}
