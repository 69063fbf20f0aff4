using System.Globalization;
using System.Text;
using ConcurrencyAnalyzers.GroundTruth;

namespace ConcurrencyAnalyzers.Tests.Catalog;

/// <summary>
/// The catalog against what APIs were observed to do, which its derivation has not seen. With the environment variable UPDATE_DOCS set the page is
/// written instead of compared.
/// </summary>
public sealed class GroundTruthTests
{
    [Fact]
    public void At_least_250_APIs_were_called() => Assert.InRange(GroundTruth.Apis.Count, 250, int.MaxValue);

    [Fact]
    public void Agreement_is_at_least_92_percent() =>
        Assert.InRange(GroundTruth.Apis.Count(static api => api.Agrees) / (double)GroundTruth.Apis.Count, 0.92, 1);

    [Fact]
    public void Every_disagreement_has_its_cause() =>
        Assert.Equal(GroundTruth.Apis.Where(static api => !api.Agrees).Select(static api => api.Id), GroundTruth.Causes.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Page_tells_the_agreement()
    {
        var apis = GroundTruth.Apis;
        var told = apis.Where(static api => api.Verdict != CatalogVerdict.Silent && !api.Cases.All(GroundTruth.IsInMemory)).ToList();
        var blocked = apis.Where(static api => api.Blocked).ToList();
        var text = new StringBuilder()
            .Append("| | APIs | share (95 % interval) |\n|---|---|---|\n")
            .Append(Row("agreement: the catalog says what was seen", apis.Count(static api => api.Agrees), apis.Count))
            .Append(Row("precision: of those that the catalog says block, or block by what they are called on, were seen to", told.Count(static api => api.Agrees), told.Count))
            .Append(Row("recall: of those that were seen to block, the catalog says so", blocked.Count(static api => api.Verdict != CatalogVerdict.Silent), blocked.Count))
            .Append("\nWhere they differ:\n\n| API | catalog | seen | cause |\n|---|---|---|---|\n");
        foreach (var api in apis.Where(static api => !api.Agrees))
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{api.Id[2..].Replace("|", "\\|", StringComparison.Ordinal)}` | {api.Verdict.ToString().ToLowerInvariant()} | {string.Join(", ", api.Cases.Select(static seen => seen.Observed).Distinct())} | {GroundTruth.Causes.GetValueOrDefault(api.Id, "?")} |\n");
        }

        Repository.Check(["docs", "catalog.md"], "ground-truth", text.ToString().TrimEnd('\n'));
    }

    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(10, 10, 0.7225, 1)]
    public void Intervals_are_those_of_Wilson(int successes, int trials, double low, double high)
    {
        var interval = Interval.Wilson(successes, trials);

        Assert.Equal(low, interval.Low, 0.0001);
        Assert.Equal(high, interval.High, 0.0001);
    }

    private static string Row(string what, int successes, int trials)
    {
        var interval = Interval.Wilson(successes, trials);
        return string.Create(CultureInfo.InvariantCulture, $"| {what} | {successes} of {trials} | {(double)successes / trials:0.00} ({interval.Low:0.00} to {interval.High:0.00}) |\n");
    }
}
