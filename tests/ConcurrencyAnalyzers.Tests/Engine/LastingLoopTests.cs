using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Loops that somebody else ends.</summary>
public sealed class LastingLoopTests
{
    [Theory]
    [InlineData(true, "while (true) Work();")]
    [InlineData(true, "while (!stopped) Work();")]
    [InlineData(true, "for (; ; ) Work();")]
    [InlineData(true, "do Work(); while (!token.IsCancellationRequested);")]
    [InlineData(true, "foreach (var item in queue.GetConsumingEnumerable()) Work(item);")]
    [InlineData(true, "foreach (var item in queue.GetConsumingEnumerable(token)) { if (stopped) break; Work(item); }")]
    [InlineData(false, "foreach (var item in queue.GetConsumingEnumerable()) { Work(item); break; }")]
    [InlineData(false, "foreach (var item in items) Work(item);")]
    [InlineData(false, "for (var i = 0; i < 9; i++) Work();")]
    [InlineData(false, "while (error > limit) error = Improve();")]
    [InlineData(false, "Run(() => { while (true) Work(); });")]
    public void A_loop_lasts_whose_end_is_not_its_own(bool lasts, string statement) =>
        Assert.Equal(lasts, LastingLoops.In(SyntaxFactory.ParseStatement($"{{ {statement} }}")));
}
