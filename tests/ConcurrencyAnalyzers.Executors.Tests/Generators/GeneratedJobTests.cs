using System.Text.Json;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Generators;

/// <summary>What the build of this very program generates.</summary>
public sealed class GeneratedJobTests
{
    [Fact]
    public async Task Job_is_registered_and_runs()
    {
        var registry = new JobRegistry(ProcessJobs.Register);
        Assert.Contains("count-words", registry.Names);
        var output = await registry.InvokeAsync("count-words", """{"Text":"to be or not to be"}"""u8.ToArray());
        var counts = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, int>>>(output.Span)!["Counts"];
        Assert.Equal(["be 2", "not 1", "or 1", "to 2"], counts.Select(static pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal));
    }
}
