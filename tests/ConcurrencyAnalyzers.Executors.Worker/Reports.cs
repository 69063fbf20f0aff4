using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>Reports so often how far it is.</summary>
public sealed class Reports : IProcessJob<int, int>
{
    public static string Name => "Reports";

    public static JobCodec<int, int> Codec { get; } = JobCodec.Json(JobsContext.Default.Int32, JobsContext.Default.Int32);

    public static ValueTask<int> RunAsync(int input, JobContext context)
    {
        for (var i = 1; i <= input; i++)
        {
            context.Report(i, input, $"{i} of {input}");
        }

        return new ValueTask<int>(input);
    }
}
