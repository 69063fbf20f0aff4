using System.Diagnostics;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>Ends the worker, but not at the attempt that it is given.</summary>
public sealed class CrashUntil : IProcessJob<int, int>
{
    public static string Name => "CrashUntil";

    public static JobCodec<int, int> Codec { get; } = JobCodec.Json(JobsContext.Default.Int32, JobsContext.Default.Int32);

    public static ValueTask<int> RunAsync(int input, JobContext context)
    {
        if (context.Attempt < input)
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }

        return new ValueTask<int>(context.Attempt);
    }
}
