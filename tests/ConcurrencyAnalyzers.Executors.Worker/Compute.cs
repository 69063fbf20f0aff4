using System.Diagnostics;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>Keeps a processor busy for so many microseconds.</summary>
public sealed class Compute : IProcessJob<int, long>
{
    public static string Name => "Compute";

    public static JobCodec<int, long> Codec { get; } = JobCodec.Json(JobsContext.Default.Int32, JobsContext.Default.Int64);

    public static ValueTask<long> RunAsync(int input, JobContext context)
    {
        var steps = 0L;
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started).TotalMicroseconds < input; steps++)
        {
            Thread.SpinWait(1);
        }

        return new ValueTask<long>(steps);
    }
}
