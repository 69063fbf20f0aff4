using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>A synchronous method beside an asynchronous form that can be waited for.</summary>
public sealed class SyncPairTests
{
    [Theory]
    [InlineData("public async Task MAsync() => await Task.Delay(1).ConfigureAwait(false);", true)]
    [InlineData("public async Task MAsync() => await Task.Delay(1).ConfigureAwait(continueOnCapturedContext: false);", true)]
    [InlineData("public async Task MAsync(CancellationToken token = default) => await Task.Delay(1, token).ConfigureAwait(false);", true)]
    [InlineData("public Task MAsync() => Core(); private async Task Core() => await Task.Delay(1).ConfigureAwait(false);", true)]
    [InlineData("public Task MAsync() => Core(); private Task Core() => MAsync();", false)] // round and round
    [InlineData("public async Task MAsync() => await Task.Delay(1);", false)]
    [InlineData("public async Task MAsync() => await Task.Delay(1).ConfigureAwait(true);", false)]
    [InlineData("public Task MAsync() => Task.Delay(1);", false)]
    [InlineData("public async Task<int> MAsync() { await Task.Delay(1).ConfigureAwait(false); return 1; }", false)] // of another shape
    [InlineData("public async Task OtherAsync() => await Task.Delay(1).ConfigureAwait(false);", false)]
    public void The_other_half_keeps_out_of_its_callers_context(string other, bool isHalf)
    {
        var run = new EngineRun($"#pragma warning disable\nclass C {{ public void M() {{ }} {other} }}");

        Assert.Equal(isHalf, run.Model.IsHalfOfPair(run.Method("C.M"), EngineRun.Cancellation));
    }

    [Theory]
    [InlineData("Task.Run(MAsync).Wait();", true)]
    [InlineData("Task.Run(() => MAsync()).GetAwaiter().GetResult();", true)]
    [InlineData("Task.Run(async () => await MAsync()).Wait();", true)]
    [InlineData("Task.Factory.StartNew(() => MAsync()).Unwrap().Wait();", true)]
    [InlineData("Task.Run(OtherAsync).Wait();", false)]
    [InlineData("Task.Run(OtherAsync).Wait(); MAsync().Wait();", false)]
    [InlineData("Task.Run(MAsync).Wait(); MAsync().Wait();", false)]
    [InlineData("new Thread(() => MAsync()).Start();", false)]
    public void The_other_half_is_started_without_a_context(string statements, bool isHalf)
    {
        var run = new EngineRun($"#pragma warning disable\nclass C {{ public void M() {{ {statements} }} public async Task MAsync() => await Task.Delay(1); async Task OtherAsync() => await Task.Delay(1); }}");

        Assert.Equal(isHalf, run.Model.IsHalfOfPair(run.Method("C.M"), EngineRun.Cancellation));
    }
}
