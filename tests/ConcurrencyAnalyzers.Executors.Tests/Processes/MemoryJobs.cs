using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

internal static class MemoryJobs
{
    public static void Register(JobRegistry registry) => registry.Add<Held, byte[], byte[]>().Add<CrashesTimes, byte[], byte[]>();

    /// <summary>What a test has in hand of a job that runs, by the job's input.</summary>
    public static ConcurrentDictionary<string, Hold> Holds { get; } = new();

    public static Hold Hold(out byte[] input)
    {
        var hold = new Hold();
        var key = Guid.NewGuid().ToString();
        input = System.Text.Encoding.UTF8.GetBytes(key);
        Assert.True(Holds.TryAdd(key, hold));
        return hold;
    }
}
