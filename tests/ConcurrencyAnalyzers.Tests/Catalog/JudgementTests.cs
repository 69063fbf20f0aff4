using System.Globalization;
using System.Text;
using ConcurrencyAnalyzers.GroundTruth;

namespace ConcurrencyAnalyzers.Tests.Catalog;

/// <summary>
/// Random members of the framework as two people judged them, who saw neither the catalog nor each other's verdicts. With the environment variable
/// UPDATE_DOCS set the page is written instead of compared.
/// </summary>
public sealed class JudgementTests
{
    private static readonly (string Name, string Title)[] Samples =
    [
        ("first", "first, of the first derivation"),
        ("second", "second, after what the first showed was mended"),
        ("third", "third, once what a call may get around was no longer called definite"),
    ];

    [Fact]
    public void The_last_sample_reaches_its_targets()
    {
        var last = Read(Samples[^1].Name);

        Assert.InRange(Share(last, "definite", "blocks"), 0.92, 1);
        Assert.InRange(Share(last, "light", "light"), 0.95, 1);
    }

    [Fact]
    public void Samples_share_no_member() =>
        Assert.Empty(Samples.SelectMany(static sample => Read(sample.Name)).Where(static judged => judged.Catalog != "planted").GroupBy(static judged => judged.Id).Where(static same => same.Count() > 1).Select(static same => same.Key));

    [Fact]
    public void What_was_planted_was_judged_right_by_both() => Assert.All(
        Samples.SelectMany(static sample => Read(sample.Name)).Where(static judged => judged.Catalog == "planted"),
        static judged => Assert.Equal(judged.First, judged.Second));

    [Fact]
    public void Page_tells_the_samples()
    {
        var text = new StringBuilder("| sample | called definite, and right | called light, and right | the two agreed |\n|---|---|---|---|\n");
        foreach (var (name, title) in Samples)
        {
            var judged = Read(name);
            text.Append(CultureInfo.InvariantCulture, $"| {title} | {Told(judged, "definite", "blocks")} | {Told(judged, "light", "light")} | {Told(judged.Count(static item => item.First == item.Second), judged.Count)} |\n");
        }

        Repository.Check(["docs", "catalog.md"], "judged", text.ToString().TrimEnd('\n'));
    }

    private static string Told(List<Judged> judged, string catalog, string verdict)
    {
        var called = judged.Where(item => item.Catalog == catalog).ToList();
        return Told(called.Count(item => item.First == verdict && item.Second == verdict), called.Count);
    }

    private static string Told(int right, int of)
    {
        var interval = Interval.Wilson(right, of);
        return string.Create(CultureInfo.InvariantCulture, $"{right} of {of}: {(double)right / of:0.00} ({interval.Low:0.00} to {interval.High:0.00})");
    }

    // Right is what both say.
    private static double Share(List<Judged> judged, string catalog, string verdict) =>
        judged.Count(item => item.Catalog == catalog && item.First == verdict && item.Second == verdict) / (double)judged.Count(item => item.Catalog == catalog);

    private static List<Judged> Read(string sample) =>
    [
        .. Repository.Read("tests", "ConcurrencyAnalyzers.GroundTruth", "Judgements", $"{sample}.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(static line => line.Split('\t')).Select(static columns => new Judged(columns[0], columns[1], columns[2], columns[3])),
    ];

    private sealed record Judged(string Id, string Catalog, string First, string Second);
}
