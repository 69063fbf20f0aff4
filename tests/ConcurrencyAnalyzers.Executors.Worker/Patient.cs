using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>Waits until it is cancelled, and heeds that; or for as many milliseconds.</summary>
public sealed class Patient : IProcessJob<int, int>
{
    public static string Name => "Patient";

    public static JobCodec<int, int> Codec { get; } = JobCodec.Json(JobsContext.Default.Int32, JobsContext.Default.Int32);

    public static async ValueTask<int> RunAsync(int input, JobContext context)
    {
        context.Report(0);
        await Task.Delay(input, context.CancellationToken);
        return input;
    }
}
