using System.Diagnostics;
using System.Globalization;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>Starts a process that lives for so many seconds, reports its id, and never comes to an end.</summary>
public sealed class Fork : IProcessJob<int, int>
{
    public static string Name => "Fork";

    public static JobCodec<int, int> Codec { get; } = JobCodec.Json(JobsContext.Default.Int32, JobsContext.Default.Int32);

    public static ValueTask<int> RunAsync(int input, JobContext context)
    {
        using var child = Process.Start("sleep", [input.ToString(CultureInfo.InvariantCulture)]);
        context.Report(child.Id);
        Thread.Sleep(Timeout.Infinite);
        return new ValueTask<int>(0);
    }
}
