using System.Diagnostics;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>Tells of its worker, and of the variable that it is given.</summary>
public sealed class Describe : IProcessJob<string, Description>
{
    public static string Name => "Describe";

    public static JobCodec<string, Description> Codec { get; } = JobCodec.Json(JobsContext.Default.String, JobsContext.Default.Description);

    public static ValueTask<Description> RunAsync(string input, JobContext context) => new(new Description(
        Environment.ProcessId, context.WorkerId, context.Attempt, Environment.ProcessorCount, Environment.GetEnvironmentVariable(input), Activity.Current?.ParentId, Console.In.Read() >= 0));
}
