using System.Diagnostics;

namespace ConcurrencyAnalyzers.Executors.Tests.Guide;

/// <summary>The code of the guide's section on processes, and of what Python has no name for.</summary>
public sealed class ProcessSnippets
{
    [Fact]
    public async Task Another_program()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.Equal(0, process.ExitCode);
            Assert.NotEmpty(output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    [Fact]
    public void A_watch_over_the_pool()
    {
        using var probe = new PoolProbe(new PoolProbeOptions
        {
            WarnAbove = TimeSpan.FromMilliseconds(100),
            OnStarvation = starvation => Console.Error.WriteLine($"An item waits for {starvation.Delay}, behind {starvation.Pending} others, for {starvation.Threads} threads."),
        });
        Assert.True(probe.LongestDelay >= TimeSpan.Zero);
    }
}
