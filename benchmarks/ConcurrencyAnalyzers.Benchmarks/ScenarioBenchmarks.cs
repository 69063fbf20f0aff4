using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ConcurrencyAnalyzers.Benchmarks.Scenarios;

namespace ConcurrencyAnalyzers.Benchmarks;

/// <summary>
/// All scenarios under BenchmarkDotNet. One process runs them all, so a pool that one has starved still has its threads
/// when the next one comes: figures of starvation are those of the paired harness, not these.
/// </summary>
[MemoryDiagnoser]
public class ScenarioBenchmarks
{
    private ScenarioPair? pair;

    public static IEnumerable<string> Rules => ScenarioCatalog.All.Select(static scenario => scenario.Id);

    [ParamsSource(nameof(Rules))]
    public string Rule { get; set; } = "";

    [GlobalSetup]
    public void Find() => pair = ScenarioCatalog.Find(Rule);

    [Benchmark(Baseline = true)]
    public Task<long> Before() => pair!.Before(Load.Full);

    [Benchmark]
    public Task<long> After() => pair!.After(Load.Full);

    /// <summary>A short job in this process, unless the command line asks for another one.</summary>
    public static IConfig Configuration(IEnumerable<string> arguments)
    {
        var configuration = DefaultConfig.Instance.WithArtifactsPath(Path.Combine("artifacts", "BenchmarkDotNet"));
        return arguments.Any(static argument => argument is "-j" or "--job")
            ? configuration
            : configuration.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithStrategy(RunStrategy.Monitoring).WithWarmupCount(1).WithIterationCount(5));
    }
}
