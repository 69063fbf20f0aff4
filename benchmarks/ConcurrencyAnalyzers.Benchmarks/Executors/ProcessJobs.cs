using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>The jobs of this program, which is its own worker.</summary>
internal static class ProcessJobs
{
    public static void Register(JobRegistry registry) => registry.Add<EchoBytes, byte[], byte[]>().Add<ComputeFor, int, uint>().Add<Stuck, int, int>();
}
