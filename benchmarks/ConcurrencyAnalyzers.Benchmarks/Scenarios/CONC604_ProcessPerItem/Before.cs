using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.Benchmarks.Worker;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC604_ProcessPerItem.Before;

/// <summary>Work that is kept out of this process, one item of which is done in less time than a process takes to start.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync(Load load)
    {
        var total = 0L;
        foreach (var limit in Enumerable.Range(50_000, load.Items))
        {
            var start = new ProcessStartInfo("dotnet", [typeof(CountPrimes).Assembly.Location, limit.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
            using var process = Process./*CONC604*/Start(start)!;
            total += long.Parse(await process.StandardOutput.ReadToEndAsync(), CultureInfo.InvariantCulture);
            await process.WaitForExitAsync();
        }

        return total;
    }
}
