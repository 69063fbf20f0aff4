using System.Text;
using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Configuration;
using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Tests.Catalogue;

/// <summary>
/// What is typed once is derived everywhere else: each test compares a section with what it should be. With the environment variable
/// UPDATE_DOCS set the section is written instead.
/// </summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] Readme = ["README.md"];

    /// <summary>A fence ends only where nothing stands behind it; otherwise the rest of the page is code.</summary>
    [Fact]
    public void Fences_end() => Assert.Equal([], Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
        .Append(Repository.PathOf("README.md")).Append(Repository.PathOf("CONTRIBUTING.md"))
        .Where(static page => File.ReadLines(page).Select(static line => line.TrimStart()).Where(static line => line.StartsWith("```", StringComparison.Ordinal)).Index()
            .Any(static fence => fence.Index % 2 == 1 && fence.Item.TrimEnd() != "```"))
        .Select(static page => Path.GetFileName(page)));

    [Fact]
    public void Readme_has_the_table() => Repository.Check(Readme, "table", Table());

    [Fact]
    public void Readme_lists_the_rules() => Repository.Check(Readme, "rules", Rules());

    // nuget.org shows the pages, too, and knows no other file of the repository.
    [Theory]
    [InlineData("README.md")]
    [InlineData("src/ConcurrencyAnalyzers.Executors/README.md")]
    public void Readme_links_are_absolute_and_lead_to_files_that_exist(string readme)
    {
        const string files = "https://github.com/concurrency-analyzers/ConcurrencyAnalyzers/blob/main/";
        var links = Links().Matches(Repository.Read(readme.Split('/'))).Select(static match => match.Groups[1].Value).Where(static link => link[0] != '#').ToList();

        Assert.All(links, static link => Assert.StartsWith("https://", link, StringComparison.Ordinal));
        var own = links.Where(static link => link.StartsWith(files, StringComparison.Ordinal)).Select(static link => link[files.Length..]).ToList();
        Assert.NotEmpty(own);
        Assert.All(own, static path => Assert.True(File.Exists(Repository.PathOf(path.Split('/'))), path));
    }

    [Fact]
    public void Configuration_lists_the_options() => Repository.Check(["docs", "configuration.md"], "options", Options());

    [Fact]
    public void Changelog_names_every_rule() =>
        Assert.All(RuleCatalogue.Rules, static rule => Assert.Contains(rule.Id, Repository.Read("CHANGELOG.md"), StringComparison.Ordinal));

    [Fact]
    public void Architecture_asks_a_question_of_every_part_of_the_engine()
    {
        var page = Repository.Read("docs", "architecture.md");
        var parts = Repository.Sources("src", "ConcurrencyAnalyzers", "Engine").Select(Path.GetFileNameWithoutExtension).ToList();

        Assert.NotEmpty(parts);
        Assert.Equal([], parts.Where(part => !page.Contains($"`{part}`", StringComparison.Ordinal)));
    }

    private static string Table()
    {
        var text = new StringBuilder("| vehicle \\ workload | CPU-bound | blocking I/O | blocking wait | asynchronous I/O | tiny |\n|---|---|---|---|---|---|\n");
        foreach (var row in WorkloadTable.Rows)
        {
            text.Append($"| {row.Name} | {string.Join(" | ", Enum.GetValues<Workload>().Select(row.Text))} |\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Rules() => string.Join('\n', RuleCatalogue.Rules
        .Select(static rule => $"| [{rule.Id}]({rule.HelpLinkUri}) | {rule.Title} | {RuleCatalogue.SeverityOf(rule)} | {(RuleCatalogue.Fix(rule.Id) is null ? "none" : "yes")} |")
        .Prepend("|---|---|---|---|").Prepend("| id | title | severity | fix |"));

    private static string Options() => string.Join('\n', ConcurrencyOptions.All
        .Select(static option => $"| `{option.Key}` | {string.Join(", ", option.Values.Select(static value => $"`{value}`"))} | `{option.Default}` | {option.Says} |")
        .Prepend("|---|---|---|---|").Prepend("| option | accepted values | default | what it decides |"));

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Links();
}
