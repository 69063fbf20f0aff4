using System.Threading;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>Does not come back.</summary>
internal sealed class Stuck : IProcessJob<int, int>
{
    public static string Name => "stuck";

    public static JobCodec<int, int> Codec { get; } = JobCodec.Json(ProcessJobsContext.Default.Int32, ProcessJobsContext.Default.Int32);

    public static ValueTask<int> RunAsync(int input, JobContext context)
    {
        while (true)
        {
            Thread.SpinWait(1_000);
        }
    }
}
