using System.Diagnostics;
using ConcurrencyAnalyzers.GroundTruth.SystemCalls;

namespace ConcurrencyAnalyzers.GroundTruth.Observing;

/// <summary>Runs the two passes in processes of their own and puts together what they saw.</summary>
internal static class Observer
{
    // Memory, signals and the scheduler's settings are no I/O, and leaving them out keeps the trace short.
    private const string Traced =
        "trace=!mmap,munmap,mremap,madvise,mprotect,brk,membarrier,mincore,rt_sigaction,rt_sigprocmask,clock_gettime,gettid,getpid,sched_getaffinity,getrusage";

    /// <summary>Where strace is on this machine; null without one.</summary>
    public static string? Strace { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(static folder => Path.Combine(folder, "strace"))
        .FirstOrDefault(File.Exists);

    /// <summary>All observations, by ID and receiver. Without <paramref name="strace"/> no system calls are counted, and no class is given.</summary>
    public static IReadOnlyList<Observation> Observe(string only, string? strace)
    {
        var folder = Directory.CreateTempSubdirectory("ground-truth-");
        try
        {
            var (times, trace) = (Path.Combine(folder.FullName, "times.tsv"), Path.Combine(folder.FullName, "trace.txt"));
            var program = Environment.ProcessPath ?? throw new InvalidOperationException("The program does not know its own path. Start it with 'dotnet run'.");

            // Without a host of its own the program is started by 'dotnet' with the path of its assembly.
            string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, typeof(Observer).Assembly.Location] : [program];

            Run([.. self, "pass", "times", only, times]);
            var observations = Observation.Read(times);
            if (strace is not null)
            {
                Run([strace, "-f", "--seccomp-bpf", "-qq", "-y", "-s", "64", "-e", Traced, "-o", trace, .. self, "pass", "marks", only]);
                observations = Merge(observations, TraceLog.Read(File.ReadLines(trace)));
            }

            return [.. observations
                .Select(static o => o with { Remarks = Remarks.Of(o) })
                .OrderBy(static o => o.Id, StringComparer.Ordinal)
                .ThenBy(static o => o.Receiver, StringComparer.Ordinal)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Observation[] Merge(IReadOnlyList<Observation> observations, Dictionary<int, List<SystemCallCounts>> trace)
    {
        var merged = new Observation[observations.Count];
        for (var i = 0; i < merged.Length; i++)
        {
            if (!trace.TryGetValue(i, out var repetitions))
                throw new InvalidOperationException($"The trace has no marks of '{observations[i].Id}'. The case ends the process or leaves its thread.");

            int MedianOf(Func<SystemCallCounts, int> count) => Median.Of([.. repetitions.Select(count)]);
            var o = observations[i] with
            {
                Content = MedianOf(static c => c[SystemCallKind.Content]),
                Metadata = MedianOf(static c => c[SystemCallKind.Metadata]),
                Network = MedianOf(static c => c[SystemCallKind.Network]),
                Process = MedianOf(static c => c[SystemCallKind.Process]),
                Wait = MedianOf(static c => c.Waits),
            };
            merged[i] = o with
            {
                Observed = Observation.Classify(o.Content, o.Metadata, o.Network, o.Process, o.Wait, o.CpuMicroseconds),
            };
        }

        return merged;
    }

    private static void Run(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Under this budget no collection comes between two marks by itself.
        start.Environment["DOTNET_GCgen0size"] = "10000000";
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{string.Join(' ', command)}' ended with {process.ExitCode}:\n{errors.GetAwaiter().GetResult()}");
    }
}
