using ConcurrencyAnalyzers.CatalogBuilder.Output;
using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Output;

public sealed class SamplingTests
{
    private static readonly string Source = $$"""
        public class C
        {
            {{string.Join("\n", Enumerable.Range(0, 20).Select(static n => $"public void Read{n}() => Native.Read(); public void Idle{n}() {{ }}"))}}
            public void Near() { if (System.DateTime.Now.Ticks == 0) throw new System.Exception(); Log.Write(); }
            public static int Sum(System.IO.Stream stream) => stream.ReadByte();
        }
        static class Log { public static void Write() => Native.Read(); }
        """;

    [Fact]
    public void The_same_seed_draws_the_same_members_and_another_one_others()
    {
        using var run = Run();

        var first = Draw(run, "definite", 5, 1);

        Assert.Equal(5, first.Count);
        Assert.Equal(first, Draw(run, "definite", 5, 1));
        Assert.NotEqual(first, Draw(run, "definite", 5, 2));
        Assert.Equal(20, Draw(run, "definite", 1000, 1).Distinct().Count());
    }

    [Fact]
    public void What_was_drawn_before_is_not_drawn_again()
    {
        using var run = Run();
        var drawn = Draw(run, "definite", 8, 1).ConvertAll(static line => line.Split('\t')[0]);

        var rest = Draw(run, "definite", 1000, 1, [.. drawn]).ConvertAll(static line => line.Split('\t')[0]);

        Assert.Equal(12, rest.Count);
        Assert.Empty(rest.Intersect(drawn));
    }

    [Fact]
    public void Members_are_drawn_by_what_is_said_of_them()
    {
        using var run = Run();

        Assert.All(Draw(run, "definite", 1000, 1), static line => Assert.Matches("^M:C.Read[0-9]+\tfile\tdefinite\t", line));
        Assert.StartsWith("M:C.Sum(System.IO.Stream)\tstream\t", Assert.Single(Draw(run, "dependent", 1000, 1)), StringComparison.Ordinal);
        Assert.Equal(["M:C.Near\tlight"], Draw(run, "light", 1000, 1));
        Assert.Equal("'heavy' cannot be drawn: definite, dependent, light.", Assert.Throws<OptionException>(() => Draw(run, "heavy", 1, 1)).Message);
    }

    private static SmallRun Run() => new(Source, curated: new Curated { Cuts = "cut Log.Write" });

    private static List<string> Draw(SmallRun run, string kind, int count, int seed, HashSet<string>? drawn = null) =>
        [.. Sampling.Draw(run.Result, kind, count, seed, drawn ?? [])];
}
