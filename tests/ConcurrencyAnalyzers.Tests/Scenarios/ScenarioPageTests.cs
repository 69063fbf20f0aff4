using ConcurrencyAnalyzers.Tests.Catalogue;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Tests.Scenarios;

/// <summary>
/// A rule's page shows the scenario that is measured and quotes what was measured. With the environment variable UPDATE_DOCS set the
/// page is written instead; the figures come from <c>scenarios --record</c>.
/// </summary>
public sealed class ScenarioPageTests
{
    private static readonly string[] Results = ["benchmarks", "ConcurrencyAnalyzers.Benchmarks", "Results"];

    public static TheoryData<string> Folders => [.. ScenarioFolder.Names];

    [Theory, MemberData(nameof(Folders))]
    public void Page_shows_both_sides(string name)
    {
        var folder = ScenarioFolder.Read(name);
        var before = ReportedMember(folder);
        Check(folder, "before", Block(before));
        Check(folder, "after", Block(Members(folder.After).Single(member => member.Identifier.ValueText == before.Identifier.ValueText)));
    }

    [Theory, MemberData(nameof(Folders))]
    public void Page_quotes_the_recorded_figures(string name) => Check(ScenarioFolder.Read(name), "figures", Recorded(name).TrimEnd('\n'));

    [Fact]
    public void Every_record_belongs_to_a_scenario_or_to_the_catalog() =>
        Assert.Equal(
            ScenarioFolder.Names.Select(static name => name + ".md").Append("Catalog.md"),
            Directory.GetFiles(Repository.PathOf(Results), "*.md").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private static string Recorded(string name) => Repository.Read([.. Results, name + ".md"]);

    private static MethodDeclarationSyntax ReportedMember(ScenarioFolder folder)
    {
        var mark = folder.Before.IndexOf($"/*{folder.Id}*/", StringComparison.Ordinal);
        return Members(folder.Before).Single(member => member.Span.Contains(mark));
    }

    private static IEnumerable<MethodDeclarationSyntax> Members(string text) =>
        CSharpSyntaxTree.ParseText(text, cancellationToken: TestContext.Current.CancellationToken).GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>();

    private static string Block(MethodDeclarationSyntax member)
    {
        var lines = member.ToFullString().TrimEnd('\n').TrimStart('\n').Split('\n');
        var indent = lines[0].Length - lines[0].TrimStart().Length;
        var code = string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
        return $"```csharp\n{ScenarioFolder.WithoutMarks(code)}\n```";
    }

    private static void Check(ScenarioFolder folder, string section, string expected) => Repository.Check(["docs", "rules", folder.Id + ".md"], section, expected);
}
