using System.Threading.Tasks;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>So many steps of <see cref="Work.Compute"/>.</summary>
internal sealed class ComputeFor : IProcessJob<int, uint>
{
    public static string Name => "compute";

    public static JobCodec<int, uint> Codec { get; } = JobCodec.Json(ProcessJobsContext.Default.Int32, ProcessJobsContext.Default.UInt32);

    public static ValueTask<uint> RunAsync(int input, JobContext context) => new(Work.Compute(input));
}
