using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>Never comes to an end, whatever its token says.</summary>
public sealed class Endless : IProcessJob<bool, int>
{
    public static string Name => "Endless";

    public static JobCodec<bool, int> Codec { get; } = JobCodec.Json(JobsContext.Default.Boolean, JobsContext.Default.Int32);

    public static ValueTask<int> RunAsync(bool input, JobContext context)
    {
        context.Report(0);
        while (true)
        {
            Thread.SpinWait(1000);
        }
    }
}
