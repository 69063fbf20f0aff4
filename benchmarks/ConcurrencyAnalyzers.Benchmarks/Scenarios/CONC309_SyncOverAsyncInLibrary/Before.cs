using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.CONC309_SyncOverAsyncInLibrary.Before;

/// <summary>Writes letters from templates, on a thread that may block as long as it likes.</summary>
public static class Scenario
{
    private static readonly string[] Names = ["invoice.txt", "reminder.txt", "thanks.txt"];

    public static async Task<long> RunAsync(Load load)
    {
        using var folder = new TempFolder();
        await folder.WriteAsync(Names);
        var templates = new Templates(folder);
        return await Task.Factory.StartNew(() => Write(templates, load.Calls / 10), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static long Write(Templates templates, int letters)
    {
        var total = 0L;
        for (var i = 0; i < letters; i++)
        {
            total += templates.Load(Names[i % Names.Length]).Length;
        }

        return total;
    }
}

/// <summary>Part of a library: anybody may call it, on any thread.</summary>
public sealed class Templates(TempFolder folder)
{
    public string Load(string name) => File.ReadAllTextAsync(folder.PathOf(name))./*CONC309*/Result;
}
