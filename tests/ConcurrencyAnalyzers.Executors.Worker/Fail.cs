using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>Throws.</summary>
public sealed class Fail : IProcessJob<string, int>
{
    public static string Name => "Fail";

    public static JobCodec<string, int> Codec { get; } = JobCodec.Json(JobsContext.Default.String, JobsContext.Default.Int32);

    public static ValueTask<int> RunAsync(string input, JobContext context) => throw new InvalidDataException(input, new TimeoutException("inner"));
}
