using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>Gives back what it gets.</summary>
public sealed class Echo : IProcessJob<string, string>
{
    public static string Name => "Echo";

    public static JobCodec<string, string> Codec { get; } = JobCodec.Json(JobsContext.Default.String, JobsContext.Default.String);

    public static ValueTask<string> RunAsync(string input, JobContext context) => new(input);
}
