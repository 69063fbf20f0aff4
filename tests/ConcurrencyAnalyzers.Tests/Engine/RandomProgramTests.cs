namespace ConcurrencyAnalyzers.Tests.Engine;

public sealed class RandomProgramTests
{
    private const int Methods = 250;

    /// <summary>Four programs, or as many as the nightly run asks for.</summary>
    public static TheoryData<int> Seeds => new(Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("RANDOM_PROGRAMS"), out var programs) ? programs : 4));

    [Theory]
    [MemberData(nameof(Seeds))]
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
