using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>What people read of a summary.</summary>
public sealed class ClassificationTests
{
    [Theory]
    [InlineData("void M() { }", "synchronous, nothing found that blocks or computes")]
    [InlineData("async Task M() { }", "asynchronous, nothing found that blocks or computes")]
    [InlineData("IEnumerable<int> M() { yield break; }", "deferred, nothing found that blocks or computes")]
    [InlineData("void M() => Thread.Sleep(1);", "synchronous, blocks on a sleep: Thread.Sleep [Definite]")]
    [InlineData("void M() { while (true) Thread.Sleep(1); Thread.Sleep(2); }", "synchronous, blocks on a sleep: Thread.Sleep [Definite]")] // one kind is told once
    [InlineData("void M(Stream s) => s.Flush();", "synchronous, blocks on I/O if parameter 1 does: Stream.Flush [Likely]")]
    [InlineData("string? text; void M() => text ??= File.ReadAllText(\"x\");", "synchronous, blocks on file I/O once: File.ReadAllText [Definite]")]
    [InlineData("async Task M() => await Task.Delay(1);", "asynchronous, awaits I/O: Task.Delay [Definite]")]
    [InlineData("void M() { Monitor.Enter(this); }", "synchronous, nothing found that blocks or computes")] // a lock decides nothing
    [InlineData("void M(Dictionary<int, Stream> all) => all[0].ReadExactly(new byte[1]);", "synchronous, nothing found that blocks or computes")] // may, and no more
    [InlineData("void M(int[] a) { foreach (var x in a) foreach (var y in a) a[x] = y; }", "synchronous, computes (2 nested loops over 'a'): M [Likely]")]
    public void A_body_is_its_shape_and_its_effects(string members, string says)
    {
        var run = new EngineRun($"#pragma warning disable\nclass C {{ {members} }}");

        Assert.Equal(says, Classification.Of(run.Body("M"), run.Summary("M"), run.Model.Symbols));
    }
}
