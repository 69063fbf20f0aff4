using System.Linq;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Benchmarks.Worker;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC604_ProcessPerItem.After;

/// <summary>Work that is kept out of this process, one item of which is done in less time than a process takes to start.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        var total = 0L;
        var worker = new WorkerCommand("dotnet", typeof(CountPrimes).Assembly.Location);
        await using var executor = new ProcessExecutor(new ProcessExecutorOptions { WorkerCommand = worker, Jobs = Worker.ProcessJobs.Register });
        await foreach (var outcome in executor.MapCountPrimesAsync(Enumerable.Range(50_000, load.Items)))
        {
            total += outcome.Value;
        }

        return total;
    }
}
