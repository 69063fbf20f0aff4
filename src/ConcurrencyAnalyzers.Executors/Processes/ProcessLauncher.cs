using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.Pipes;
using System.Security.Cryptography;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>Starts a program as a worker: a pipe with a random name for the user alone, the key over standard input, the handshake, the comparison of what both have.</summary>
internal sealed class ProcessLauncher(ProcessExecutorOptions options, WorkerCommand command, WorkerContract contract) : IWorkerLauncher
{
    // What a worker is told to keep to when this process is gone, however patient it is itself.
    private static readonly TimeSpan LongestGrace = TimeSpan.FromSeconds(30);

    private const int PipeBytes = 128 << 10;
    private const int RandomNameBytes = 16;

    public IWorkerLink Launch(int workerId, CancellationToken stop)
    {
        var name = PipeName();
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(stop);
        NamedPipeServerStream? pipe = null;
        ProcessLink link;
        var process = new Process { EnableRaisingEvents = true };
        try
        {
            pipe = new NamedPipeServerStream(name, PipeDirection.InOut, maxNumberOfServerInstances: 1, PipeTransmissionMode.Byte, PipeOptions.CurrentUserOnly, PipeBytes, PipeBytes);
            process.StartInfo = StartInfo(name);
            process.Exited += (_, _) => Abort(abort);
            process.Start();
            link = new ProcessLink(workerId, process, pipe, options.OnOutput);
        }
        catch (Exception exception)
        {
            pipe?.Dispose();
            process.Dispose();
            var cannot = $"'{command.FileName}' cannot be started: {exception.Message}";
            throw new LaunchException(cannot, WorkerExit.Unknown, isFinal: exception is Win32Exception { NativeErrorCode: var code } && IsForGood(code), exception);
        }

        try
        {
            using var killing = stop.UnsafeRegister(static link => ((ProcessLink)link!).Kill(), link);
            Greet(link, pipe, name, abort.Token);
            return link;
        }
        catch (Exception exception)
        {
            link.Kill();
            var exit = link.Reap(TimeSpan.Zero);
            throw exception is LaunchException final
                ? new LaunchException(final.Message, exit, isFinal: true)
                : new LaunchException($"A worker ended before it was ready{(stop.IsCancellationRequested ? ", as it was killed" : "")}. {Why(exception)}{exit}", exit, isFinal: false, exception);
        }
    }

    // Its end comes with the broken pipe: what is said about that adds nothing.
    private static string Why(Exception exception) => exception is FrameException ? $"It was given up, because {exception.Message}. " : "";

    // On Unix a path, or the worker would look in the temporary folder of its own environment.
    private static string PipeName()
    {
        var random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomNameBytes));
        return OperatingSystem.IsWindows() ? $"concurrency-{random}" : Path.Combine(Path.GetTempPath(), $"concurrency-{random}");
    }

    private static void Abort(CancellationTokenSource abort)
    {
        try
        {
            abort.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The start is over.
        }
    }

    // There is no such program, it may not be run, or is none: that does not change. Too many processes, files or bytes do.
    private static bool IsForGood(int code) => OperatingSystem.IsWindows() ? code is 2 or 3 or 5 or 193 : code is 2 or 8 or 13;

    private void Greet(ProcessLink link, NamedPipeServerStream pipe, string name, CancellationToken abort)
    {
        int version;
        Span<byte> key = stackalloc byte[Handshake.KeyBytes];
        try
        {
            RandomNumberGenerator.Fill(key);
            link.Send(key);

            // The asynchronous wait is the one that can be ended.
            pipe.WaitForConnectionAsync(abort).GetAwaiter().GetResult();
            if (!OperatingSystem.IsWindows())
            {
                // A process that is killed takes nothing away: its worker is here, so nobody needs the name any more.
                File.Delete(name);
            }

            version = Handshake.AsParent(pipe, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }

        if (version != contract.Version)
        {
            throw new LaunchException(contract.Mismatch(contract with { Version = version })!, WorkerExit.Unknown, isFinal: true);
        }

        // The worker says nothing more than this before it is let in, so nothing of it is lost with this reader.
        using var frames = new FrameStream(pipe, options.MaxFrameBytes);
        if (!frames.Read(out var hello))
        {
            throw new EndOfStreamException();
        }

        if (contract.Mismatch(WorkerContract.ReadHello(hello, version)) is { } mismatch)
        {
            throw new LaunchException(mismatch, WorkerExit.Unknown, isFinal: true);
        }

        using var writer = new FrameWriter(options.MaxFrameBytes);
        var grace = options.CancelGrace == Timeout.InfiniteTimeSpan || options.CancelGrace > LongestGrace ? LongestGrace : options.CancelGrace;
        new WorkerTerms(link.WorkerId, options.MaxFrameBytes, grace).WriteWelcome(writer);
        pipe.Write(writer.Written);
    }

    private ProcessStartInfo StartInfo(string pipeName)
    {
        var info = new ProcessStartInfo(command.FileName, [.. command.Arguments, WorkerProgram.Marker, pipeName])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        info.Environment["DOTNET_PROCESSOR_COUNT"] = options.ProcessorsPerWorker.ToString(CultureInfo.InvariantCulture);
        if (options.HeapHardLimit is { } limit)
        {
            info.Environment["DOTNET_GCHeapHardLimit"] = limit.ToString("x", CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in options.Environment ?? new Dictionary<string, string?>())
        {
            info.Environment[name] = value;
        }

        return info;
    }
}
