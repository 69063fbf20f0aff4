using System.Reflection;
using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Tests.Catalogue;

/// <summary>Holds every rule to account, the ones that are written tomorrow included.</summary>
public sealed partial class RuleCatalogueTests
{
    public static TheoryData<string> Ids => RuleCatalogue.Ids;

    [Fact]
    public void Ids_are_unique_and_each_analyzer_has_one() =>
        Assert.Equal(RuleCatalogue.Analyzers.Length, RuleCatalogue.Analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics).Select(static rule => rule.Id).Distinct().Count());

    [Theory, MemberData(nameof(Ids))]
    public void Id_has_the_form_and_the_help_link_ends_in_it(string id)
    {
        Assert.Matches("^CONC[1-9][0-9]{2}$|^CONC00[1-9]$", id);
        Assert.EndsWith($"/docs/rules/{id}.md", RuleCatalogue.Rule(id).HelpLinkUri, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Title_is_an_imperative_without_a_stop_and_the_description_a_sentence(string id)
    {
        var rule = RuleCatalogue.Rule(id);
        Assert.False(rule.Title.ToString().EndsWith('.'));
        Assert.True(char.IsUpper(rule.Title.ToString()[0]));
        Assert.EndsWith(".", rule.Description.ToString(), StringComparison.Ordinal);
        Assert.Equal("Concurrency", rule.Category);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Page_opens_with_id_and_title(string id) => Assert.Equal($"# {id}: {RuleCatalogue.Rule(id).Title}", RuleCatalogue.Page(id).Split('\n')[0]);

    [Theory, MemberData(nameof(Ids))]
    public void Page_names_severity_and_fix(string id)
    {
        var page = RuleCatalogue.Page(id);
        Assert.Contains($"| Severity | {RuleCatalogue.SeverityOf(RuleCatalogue.Rule(id))} |", page, StringComparison.Ordinal);
        if (RuleCatalogue.Fix(id) is not null)
        {
            Assert.Contains("| Fix | yes, with fix-all in document, project and solution |", page, StringComparison.Ordinal);
        }
        else
        {
            // Why there is none is part of the rule.
            Assert.Matches(@"\| Fix \| none: .{10,} \|", page);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void Page_has_every_section(string id)
    {
        string[] wanted = ["What it says", "Why", "Before", "After", "What you win", "When it is silent", "Configure", "Related"];
        var present = Headings().Matches(RuleCatalogue.Page(id)).Select(static match => match.Groups[1].Value).ToList();
        Assert.All(wanted, section => Assert.Contains(section, present));
    }

    [Fact]
    public void Every_page_belongs_to_a_rule() =>
        Assert.Equal(
            RuleCatalogue.Rules.Select(static rule => rule.Id + ".md"),
            Directory.GetFiles(Repository.PathOf("docs", "rules")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Ids))]
    public void Has_tests_of_the_same_stem(string id) =>
        Assert.Contains(
            typeof(RuleCatalogueTests).Assembly.GetTypes().Where(type => type.Name == RuleCatalogue.Stem(id) + "Tests").SelectMany(static type => type.GetMethods()),
            static method => method.GetCustomAttributes<FactAttribute>().Any());

    [Theory, MemberData(nameof(Ids))]
    public void Fix_has_the_stem_of_its_analyzer_and_a_fix_all(string id)
    {
        if (RuleCatalogue.Fix(id) is { } fix)
        {
            Assert.Equal(RuleCatalogue.Stem(id) + "CodeFix", fix.GetType().Name);
            Assert.Superset(new HashSet<FixAllScope> { FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution }, fix.GetFixAllProvider()!.GetSupportedFixAllScopes().ToHashSet());
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void Has_a_line_in_the_release_notes(string id)
    {
        var rule = RuleCatalogue.Rule(id);
        var severity = rule.IsEnabledByDefault ? rule.DefaultSeverity.ToString() : "Disabled";
        var lines = Repository.Read("src", "ConcurrencyAnalyzers", "AnalyzerReleases.Unshipped.md") + Repository.Read("src", "ConcurrencyAnalyzers", "AnalyzerReleases.Shipped.md");
        Assert.Contains($"{id} | {rule.Category} | {severity} | {RuleCatalogue.Stem(id)}Analyzer", lines, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Only_a_rule_without_a_place_reports_at_the_end_of_the_compilation(string id)
    {
        var atEnd = RuleCatalogue.Rule(id).CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd);
        Assert.Equal(id == "CONC004", atEnd);
    }

    [Fact]
    public void Rules_of_the_table_are_the_rules_of_the_package() =>
        Assert.Equal(
            RuleCatalogue.Rules.Select(static rule => rule.Id).Where(static id => !id.StartsWith("CONC00", StringComparison.Ordinal)),
            ImplementedRules.All.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_rule_of_the_package_has_a_cell_in_the_table_or_stands_beside_it()
    {
        var inTable = WorkloadTable.Rows.SelectMany(static row => Enum.GetValues<Workload>().SelectMany(workload => row.Cell(workload))).Select(static entry => entry.Rule)
            .Concat(WorkloadTable.Beside.Select(static beside => beside.Rule)).ToHashSet();
        Assert.All(ImplementedRules.All, id => Assert.Contains(id, inTable));
    }

    [Theory, MemberData(nameof(Ids))]
    public async Task Is_silent_on_valid_code(string id)
    {
        var sources = Repository.Sources("tests", "ConcurrencyAnalyzers.Tests", "ValidCode").Select(File.ReadAllText).ToArray();
        Assert.NotEmpty(sources);
        if (RuleCatalogue.Rule(id).IsEnabledByDefault)
        {
            var run = AnalysisRun.Of(sources, RuleCatalogue.Analyzer(id));
            Assert.Empty(await run.CompilerErrorsAsync());
            Assert.Empty(await run.AnalyzerDiagnosticsAsync());
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public async Task Does_not_crash_on_broken_code(string id)
    {
        var run = AnalysisRun.Of(BrokenCode.Sources, RuleCatalogue.Analyzer(id));
        Assert.DoesNotContain(await run.DiagnosticsAsync(), static diagnostic => diagnostic.Id == "AD0001");
    }

    [Fact]
    public async Task All_rules_are_silent_on_their_own_source()
    {
        var compilation = OwnSource.Compile();
        var found = await Analysis.RunAsync(compilation, RuleCatalogue.Analyzers);
        Assert.Empty(found);
    }

    [GeneratedRegex("^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();
}
