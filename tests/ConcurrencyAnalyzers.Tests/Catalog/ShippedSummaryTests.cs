using System.Globalization;
using System.Text;
using ConcurrencyAnalyzers.Catalog;

namespace ConcurrencyAnalyzers.Tests.Catalog;

/// <summary>How much is shipped, as the page tells it. With the environment variable UPDATE_DOCS set the page is written instead of compared.</summary>
public sealed class ShippedSummaryTests
{
    [Fact]
    public void At_least_25_packages_are_described() => Assert.InRange(Rows().Count(static row => row[0] is not ("NETCore" or "AspNetCore")), 25, int.MaxValue);

    [Fact]
    public void At_least_1000_members_of_the_framework_depend_on_what_they_are_called_on() =>
        Assert.InRange(int.Parse(Rows().Single(static row => row[0] == "NETCore")[5], CultureInfo.InvariantCulture), 1000, int.MaxValue);

    [Fact]
    public void Page_tells_how_much()
    {
        var text = new StringBuilder("| assemblies | version | visible members | block for certain | likely | by what they are called on or given | asynchronous I/O |\n|---|---|---|---|---|---|---|\n");
        foreach (var row in Rows())
        {
            text.Append(CultureInfo.InvariantCulture, $"| {(row[0] switch { "NETCore" => ".NET", "AspNetCore" => "ASP.NET Core", var package => package })} | {row[1]} | {row[2]} | {row[3]} | {row[4]} | {row[5]} | {row[6]} |\n");
        }

        var lines = CatalogFiles.Entries.Length;
        using var resource = EmbeddedData.Open("Shipped.catalog");
        text.Append(CultureInfo.InvariantCulture, $"\n{lines:#,0} lines say it, in {resource.Length / 1024.0:0.0} KB of the analyzers' assembly.");
        Repository.Check(["docs", "catalog.md"], "shipped", text.ToString());
    }

    private static List<string[]> Rows() =>
        [.. Repository.Read("src", "ConcurrencyAnalyzers", "Catalog", "Shipped", "Summary.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static line => line.Split('\t'))];
}
