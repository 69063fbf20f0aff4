using System.Globalization;
using System.Text;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tests.Catalog;

/// <summary>
/// What computations cost is measured, never typed: the table of the catalog's builder is compared with what <c>computation --record</c> of the
/// benchmarks has written. With the environment variable UPDATE_DOCS set the page is written instead of compared.
/// </summary>
public sealed class ComputationTableTests
{
    private static readonly string[] Table = ["src", "ConcurrencyAnalyzers.CatalogBuilder", "Inputs", "Computation.txt"];
    private static readonly string[] Record = ["benchmarks", "ConcurrencyAnalyzers.Benchmarks", "Results", "Computation.tsv"];

    private static readonly Compilation Framework100 = CSharpCompilation.Create("Framework", references: TargetReferences.Net100.Assemblies);
    private static readonly Compilation AspNetCore = CSharpCompilation.Create("Framework", references: TargetReferences.AspNetCore100.Assemblies);

    private static readonly List<Section> Sections = ReadSections();
    private static readonly Dictionary<string, Figures> Recorded = ReadFigures();

    [Fact]
    public void There_is_no_line_that_cannot_be_read() => Assert.Empty(CatalogReader.Read(SourceText.From(Repository.Read(Table))).Errors);

    [Fact]
    public void Every_line_stands_in_a_family() =>
        Assert.Equal(CatalogReader.Read(SourceText.From(Repository.Read(Table))).Lines.Length, Sections.Sum(static section => section.Entries.Count));

    [Fact]
    public void Families_are_sorted_and_have_a_title()
    {
        var families = Sections.ConvertAll(static section => section.Family);

        Assert.Equal(families.Distinct().Order(StringComparer.Ordinal), families);
        Assert.All(Sections, static section =>
        {
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", section.Family);
            Assert.NotEmpty(section.Title);
            Assert.NotEmpty(section.Entries);
        });
    }

    [Fact]
    public void Lines_are_sorted_within_their_family() => Assert.All(Sections, static section =>
    {
        var ids = section.Entries.ConvertAll(static entry => entry.Id);
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    });

    [Fact]
    public void Every_family_is_measured_and_what_is_measured_is_a_family() =>
        Assert.Equal(Sections.Select(static section => section.Family), Recorded.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_family_has_a_benchmark()
    {
        var named = Repository.Sources("benchmarks", "ConcurrencyAnalyzers.Benchmarks", "Computation").SelectMany(Literals).ToHashSet();

        Assert.Equal([], Sections.Select(static section => section.Family).Where(family => !named.Contains(family)));
    }

    [Fact]
    public void Every_line_computes_and_has_the_growth_and_the_cost_of_its_family() => Assert.Equal(
        [],
        from section in Sections
        let figures = Recorded[section.Family]
        from entry in section.Entries
        where !entry.Effects.Contains(Effect.Computes) || entry.Growth != figures.Growth || entry.Cost != figures.Cost
        select $"{section.Family}: {entry.Id} {entry.Growth} {entry.Cost}, measured {figures.Growth} {figures.Cost}");

    [Fact]
    public void Costs_have_two_significant_digits() =>
        Assert.All(Recorded.Values, static figures => Assert.Equal(figures.Cost, Number(figures.Cost.ToString("G2", CultureInfo.InvariantCulture))));

    [Fact]
    public void Costs_follow_from_the_medians() => Assert.All(Recorded.Values, static figures =>
    {
        var unit = figures.Growth == Growth.Constant
            ? figures.SmallTime
            : (figures.LargeTime - figures.SmallTime) / (Units(figures.Growth, figures.Large) - Units(figures.Growth, figures.Small));
        Assert.InRange(figures.Cost / unit, 0.9, 1.1);
    });

    [Fact]
    public void The_growth_that_is_claimed_fits_what_was_measured_within_a_factor_of_two() => Assert.All(
        Recorded.Values.Where(static figures => figures.Small != figures.Large),
        static figures =>
        {
            var claimed = Units(figures.Growth, figures.Large) / Units(figures.Growth, figures.Small);
            Assert.InRange(figures.LargeTime / figures.SmallTime / claimed, 0.5, 2);
        });

    [Fact]
    public void Other_members_of_a_family_cost_the_same_within_a_factor_of_two() => Assert.All(
        Recorded.Values.SelectMany(static figures => figures.Members.Split(", ", StringSplitOptions.RemoveEmptyEntries)),
        static member => Assert.InRange(Number(member.Split(' ')[1]), 0.5, 2));

    [Fact]
    public void What_takes_100_microseconds_in_one_call_is_at_least_likely() => Assert.Equal(
        [],
        from section in Sections
        where Recorded[section.Family] is { Growth: Growth.Constant, Cost: >= 100_000 } && section.Family != "regex-compile" // most options do not compile
        from entry in section.Entries
        where entry.Strength is not (Strength.Definite or Strength.Likely)
        select entry.Id);

    [Fact]
    public void Members_of_the_framework_exist_and_only_others_are_optional() => Assert.Equal(
        [],
        from section in Sections
        from entry in section.Entries
        where entry.Has(CatalogFlags.Optional) == (EmbeddedDataTests.Members(entry.Id, Framework100).Count > 0)
        select entry.Id);

    [Fact]
    public void Members_of_ASP_NET_Core_exist() => Assert.All(
        Sections.SelectMany(static section => section.Entries).Where(static entry => entry.Id.StartsWith("M:Microsoft.AspNetCore.", StringComparison.Ordinal)),
        static entry => Assert.NotEmpty(EmbeddedDataTests.Members(entry.Id, AspNetCore)));

    [Fact]
    public void A_parameter_that_a_line_names_exists() => Assert.Equal(
        [],
        from section in Sections
        from entry in section.Entries
        let members = EmbeddedDataTests.Members(entry.Id, AspNetCore).OfType<IMethodSymbol>().ToList()
        let parameter = Math.Max(entry.DependsOn, entry.SizeParameter)
        where members.Count > 0 && parameter >= 0 && members.All(method => method.Parameters.Length <= parameter)
        select entry.Id);

    [Fact]
    public void Page_lists_the_families()
    {
        var table = new StringBuilder("| family | growth | cost per unit | 100 µs at |\n|---|---|---|---|\n");
        foreach (var section in Sections)
        {
            table.Append(CultureInfo.InvariantCulture, $"| `{section.Family}`: {section.Title} | {Recorded[section.Family].Says} |\n");
        }

        Repository.Check(["docs", "catalog.md"], "computation", $"{table}\nMeasured: {Repository.Read(Record).Split('\n')[0].TrimStart('#', ' ')}.");
    }

    private static double Units(Growth growth, double size) => growth switch
    {
        Growth.Linear => size,
        Growth.LogLinear => size * Math.Log2(size),
        _ => 1,
    };

    private static IEnumerable<string> Literals(string path) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantNodes().OfType<ArgumentSyntax>()
            .Select(static argument => argument.Expression).OfType<LiteralExpressionSyntax>().Select(static literal => literal.Token.ValueText);

    private static List<Section> ReadSections()
    {
        var sections = new List<Section>();
        foreach (var line in Repository.Read(Table).Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                var heading = line[3..].Split(": ", 2);
                sections.Add(new(heading[0], heading.Length > 1 ? heading[1] : "", []));
            }
            else if (sections.Count > 0)
            {
                sections[^1].Entries.AddRange(CatalogReader.Read(SourceText.From(line)).Lines.Select(static read => read.Entry));
            }
        }

        return sections;
    }

    private static Dictionary<string, Figures> ReadFigures()
    {
        var rows = Repository.Read(Record).Split('\n').Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split('\t')).ToList();
        Assert.Equal(["family", "growth", "unit_ns", "unit", "small", "small_ns", "large", "large_ns", "spread", "deviation", "100us_at", "members"], rows[0]);
        return rows.Skip(1).ToDictionary(static row => row[0], static row => new Figures(
            row[1] switch { "constant" => Growth.Constant, "linear" => Growth.Linear, "nlogn" => Growth.LogLinear, _ => throw new FormatException(row[1]) },
            Number(row[2]), row[3], Number(row[4]), Number(row[5]), Number(row[6]), Number(row[7]), row[10], row[11]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Section(string Family, string Title, List<CatalogEntry> Entries);

    private sealed record Figures(
        Growth Growth, double Cost, string Unit, double Small, double SmallTime, double Large, double LargeTime, string Reaches100Microseconds, string Members)
    {
        /// <summary>Three cells of the page.</summary>
        public string Says => Growth switch
        {
            Growth.Linear => $"linear | {Time} {("aeiou".Contains(Unit[0]) ? "an" : "a")} {Unit} | {Reaches100Microseconds}",
            Growth.LogLinear => $"n log n | {Time} · log2 n an {Unit} | {Reaches100Microseconds}",
            _ => $"constant | {Time} | {Reaches100Microseconds}",
        };

        private string Time => Cost switch
        {
            < 1e3 => Text(Cost, "ns"),
            < 1e6 => Text(Cost / 1e3, "µs"),
            _ => Text(Cost / 1e6, "ms"),
        };

        private static string Text(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.####} {unit}");
    }
}
