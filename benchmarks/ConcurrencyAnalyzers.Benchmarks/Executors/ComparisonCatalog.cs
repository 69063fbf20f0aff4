using System.Linq;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>All comparisons. A new one is a file in this folder and a line here.</summary>
internal static class ComparisonCatalog
{
    public static Comparison[] All { get; } =
    [
        CpuLoops.Comparison,
        CpuSubmissions.Comparison,
        CpuBulkhead.Comparison,
        BlockingCalls.Comparison,
        WorkQueues.Comparison,
        Streams.Comparison,
        Gates.Comparison,
        ProcessCalls.Comparison,
        StuckJobs.Comparison,
        IdleWorkers.Comparison,
    ];

    public static Comparison? Find(string name) => All.FirstOrDefault(comparison => comparison.Name == name);
}
