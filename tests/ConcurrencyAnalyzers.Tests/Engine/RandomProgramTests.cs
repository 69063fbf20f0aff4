namespace ConcurrencyAnalyzers.Tests.Engine;

public sealed class RandomProgramTests
{
    private const int Methods = 250;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_engine_says_what_a_plain_fixpoint_says(int seed)
    {
        var program = new RandomProgram(seed, Methods);
        var expected = program.Expected();
        var run = new EngineRun(program.Sources());
        var order = program.Methods.ToArray();
        new Random(seed).Shuffle(order);

        foreach (var name in order)
        {
            Assert.Equal($"{name}: {expected[name]}", $"{name}: {RandomProgram.Text(run.Summary("C." + name))}");
        }

        // A generator that makes nothing of interest would prove nothing.
        Assert.InRange(expected.Values.Count(static effects => effects != ""), Methods / 4, Methods - 10);
        Assert.Contains(expected.Values, static effects => effects.Contains('*', StringComparison.Ordinal));
    }
}
