using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Which offloads are all that their member does.</summary>
public sealed class WrapperTests
{
    [Theory]
    [InlineData("public Task MAsync() => Task.Run(Work);", true)]
    [InlineData("public Task M() => Task.Run(Work);", false)] // nothing is promised
    [InlineData("public Task<int> MAsync() { return Task.Run(() => 1); }", true)]
    [InlineData("public async Task MAsync() { await Task.Run(Work).ConfigureAwait(false); }", true)]
    [InlineData("public async Task MAsync() { Work(); await Task.Run(Work); }", false)]
    [InlineData("public async Task MAsync() { await Task.Run(Work); Work(); }", false)]
    [InlineData("public async Task MAsync() { lock (this) { } await Task.Run(Work); }", false)]
    [InlineData("public async Task MAsync() { if (a) await Task.Run(Work); }", false)]
    [InlineData("public async Task MAsync() { foreach (var x in xs) await Task.Run(Work); }", false)]
    [InlineData("public async Task MAsync() { await Task.WhenAll(Task.Run(Work)); }", false)]
    [InlineData("public async Task MAsync() { try { await Task.Run(Work); } finally { Work(); } }", true)]
    [InlineData("public async Task MAsync() { try { Work(); } finally { await Task.Run(Work); } }", false)]
    [InlineData("public async Task MAsync() { var b = a; if (b) return; await Task.Run(Work); return; }", true)]
    [InlineData("public async Task MAsync() { var b = await Task.FromResult(a); await Task.Run(Work); }", false)]
    [InlineData("public ValueTask MAsync() => new(Task.Run(Work));", true)]
    [InlineData("public void MAsync() => Task.Run(Work);", false)]
    public void Offload_is_all_that_is_done(string method, bool expected)
    {
        var run = new EngineRun($$"""class C { bool a; int[] xs = []; static void Work() { } {{method}} }""");
        var body = run.Body(method.Contains("MAsync", StringComparison.Ordinal) ? "MAsync" : "M");
        Assert.Equal(expected, Wrappers.IsWrapper(body, body.Calls.Single(static call => call.Target.Name == "Run")));
    }
}
