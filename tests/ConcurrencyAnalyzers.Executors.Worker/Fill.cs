using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>Writes to a file, whose disk may be full.</summary>
public sealed class Fill : IProcessJob<string, int>
{
    public static string Name => "Fill";

    public static JobCodec<string, int> Codec { get; } = JobCodec.Json(JobsContext.Default.String, JobsContext.Default.Int32);

    public static ValueTask<int> RunAsync(string input, JobContext context)
    {
        File.WriteAllBytes(input, new byte[4096]);
        return new ValueTask<int>(4096);
    }
}
