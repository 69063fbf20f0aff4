using System.Collections.Generic;
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
[Config(typeof(Configuration))]
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

    private sealed class Configuration : ManualConfig
    {
        public Configuration() => AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithStrategy(RunStrategy.Monitoring)
            .WithWarmupCount(1)
            .WithIterationCount(5));
    }
}
