using System;
using System.Collections.Generic;
using System.IO.Pipes;
using System.Linq;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Executors;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>What a job in a warm worker costs on its way, beside a pipe that does nothing but carry bytes, beside threads of this process, and beside a process for each job.</summary>
internal static class ProcessCalls
{
    private const string Bare = "a named pipe";
    private const string Call = "ProcessExecutor.RunAsync";
    private const string Lane = "CpuExecutor.RunAsync, 1 ms";
    private const string Process = "ProcessExecutor.RunAsync, 1 ms";
    private const string PerJob = "a process for each, 1 ms";
    private const string Sequential = "a loop, 10 µs";
    private const string Chunked = "ProcessExecutor.MapAsync in chunks of 64, 10 µs";

    private const int Calls = 1_000;
    private const int Jobs = 100;
    private const int Starts = 2;
    private const int Items = 64 * 64;

    private static readonly byte[] Payload = new byte[100];
    private static readonly Lazy<NamedPipeServerStream> Pipe = new(Connect);
    private static readonly Lazy<ProcessExecutor> One = new(static () => Start(1));
    private static readonly Lazy<ProcessExecutor> Many = new(static () => Start(Environment.ProcessorCount));

    public static Comparison Comparison { get; } = new(
        "processes",
        "100 bytes to a warm worker and back, 1,000 times by one caller, beside a bare named pipe; 100 jobs of 1 ms, beside threads of this process and a process for each; 4,096 jobs of 10 µs in chunks, beside a loop.",
        [
            new(Bare, static () => Work.Each(Calls, RoundTrips)),
            new(Call, static () => Work.Each(Calls, static () => CallsAsync().Wait())),
            new(Lane, static () => Work.Each(Jobs, static () => Task.WhenAll(Enumerable.Range(0, Jobs).Select(static _ => CpuExecutor.Shared.RunAsync(static _ => Work.Compute(Work.Steps(1_000))))).Wait())),
            new(Process, static () => Work.Each(Jobs, static () => Task.WhenAll(Enumerable.Range(0, Jobs).Select(static _ => Many.Value.RunAsync<ComputeFor, int, uint>(Work.Steps(1_000)))).Wait())),
            new(PerJob, static () => Work.Each(Starts, StartEach)),
            new(Sequential, static () => Work.Each(Items, Loop)),
            new(Chunked, static () => Work.Each(Items, static () => MapAsync().Wait())),
        ],
        [
            new("time of a call to a round trip", static round => round[Call, Figures.Nanoseconds] / round[Bare, Figures.Nanoseconds], 2.5),
            new("time of jobs of 1 ms to CpuExecutor", static round => round[Process, Figures.Nanoseconds] / round[Lane, Figures.Nanoseconds], 1.10),
            new("time of a process for each to jobs of 1 ms", static round => round[PerJob, Figures.Nanoseconds] / round[Process, Figures.Nanoseconds], 20, IsFloor: true),
            new("time of a loop to chunks", static round => round[Sequential, Figures.Nanoseconds] / round[Chunked, Figures.Nanoseconds], 1.7, IsFloor: true),
        ]);

    private static ProcessExecutor Start(int workers)
    {
        var executor = new ProcessExecutor(new ProcessExecutorOptions { Degree = Degree.Of(workers), Jobs = ProcessJobs.Register });
        executor.StartAsync().Wait();
        return executor;
    }

    private static NamedPipeServerStream Connect()
    {
        var name = $"benchmark-{Guid.NewGuid():n}";
        var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.CurrentUserOnly);
        BareProcess.Start("echo", name);
        pipe.WaitForConnection();
        return pipe;
    }

    private static void RoundTrips()
    {
        var pipe = Pipe.Value;
        var buffer = new byte[Payload.Length];
        for (var i = 0; i < Calls; i++)
        {
            pipe.Write(Payload);
            pipe.ReadExactly(buffer);
        }
    }

    private static async Task CallsAsync()
    {
        for (var i = 0; i < Calls; i++)
        {
            await One.Value.RunAsync<EchoBytes, byte[], byte[]>(Payload).ConfigureAwait(false);
        }
    }

    private static void StartEach()
    {
        for (var i = 0; i < Starts; i++)
        {
            BareProcess.Start("compute", $"{Work.Steps(1_000)}").Dispose();
        }
    }

    private static void Loop()
    {
        var steps = Work.Steps(10);
        for (var i = 0; i < Items; i++)
        {
            Work.Compute(steps);
        }
    }

    private static async Task MapAsync()
    {
        await foreach (var outcome in Many.Value.MapAsync<ComputeFor, int, uint>(Enumerable.Repeat(Work.Steps(10), Items), chunk: 64).ConfigureAwait(false))
        {
            _ = outcome.Value;
        }
    }
}
