using System.Globalization;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Worker;

/// <summary>A program with workers that never come to an end, to be killed by a test: this program, which is its own worker.</summary>
public static class Parent
{
    public static async Task<int> RunAsync(string file)
    {
        await using var executor = new ProcessExecutor(new ProcessExecutorOptions { Degree = Degree.Of(2), CancelGrace = TimeSpan.FromMilliseconds(200) });
        await executor.StartAsync();
        var first = await executor.RunAsync<Describe, string, Description>("");
        var stuck = executor.RunAsync<Endless, bool, int>(false);
        var waits = executor.RunAsync<Patient, int, int>(Timeout.Infinite);
        await File.WriteAllTextAsync(file, first.ProcessId.ToString(CultureInfo.InvariantCulture));
        await Task.WhenAny(stuck, waits);
        return 1;
    }
}
