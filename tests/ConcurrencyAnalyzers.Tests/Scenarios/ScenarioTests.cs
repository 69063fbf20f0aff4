using ConcurrencyAnalyzers.Benchmarks.Scenarios;
using ConcurrencyAnalyzers.Benchmarks.Worker;
using ConcurrencyAnalyzers.Tests.Catalogue;
using ConcurrencyAnalyzers.Tests.Rules;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Scenarios;

/// <summary>What is measured is what is reported and what the fix writes. The scenarios are those of the benchmarks, compiled into this assembly, too.</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> Folders => [.. ScenarioFolder.Names];

    // An entry point is no part of a scenario: the program that runs the scenarios has its own.
    [Fact]
    public void Every_rule_with_a_fix_has_a_scenario() =>
        Assert.Superset(
            RuleCatalogue.Rules.Select(static rule => rule.Id).Where(static id => RuleCatalogue.Fix(id) is not null && id != "CONC602").Select(static id => $"{id}_{RuleCatalogue.Stem(id)}").ToHashSet(),
            ScenarioFolder.Names.ToHashSet());

    [Fact]
    public void Benchmarks_find_every_folder() => Assert.Equal(ScenarioFolder.Names, ScenarioCatalog.All.Select(static pair => pair.Folder));

    [Theory, MemberData(nameof(Folders))]
    public void Folder_is_named_after_its_rule_and_holds_two_sides_and_one_mark(string name)
    {
        var folder = ScenarioFolder.Read(name);
        Assert.Equal(RuleCatalogue.Stem(folder.Id), folder.Stem);
        Assert.Equal(["After.cs", "Before.cs"], ScenarioFolder.Files(name));
        Assert.Equal([folder.Id], ScenarioFolder.Marks(folder.Before));
        Assert.Empty(ScenarioFolder.Marks(folder.After));
    }

    /// <summary>All rules run, so that nothing but the mark is reported before, and nothing at all after.</summary>
    [Theory, MemberData(nameof(Folders))]
    public Task Rule_reports_the_mark_and_the_fix_writes_the_other_side(string name)
    {
        var folder = ScenarioFolder.Read(name);
        var test = new ScenarioTest(folder.Id);
        test.TestState.Sources.Add((folder.Document, folder.MarkedBefore));
        foreach (var shared in ScenarioFolder.Shared)
        {
            test.TestState.Sources.Add(shared);
        }

        if (RuleCatalogue.Fix(folder.Id) is not null)
        {
            test.FixedState.Sources.Add((folder.Document, folder.AfterInPlaceOfBefore));
        }

        return test.RunAsync();
    }

    [Theory, MemberData(nameof(Folders))]
    public Task All_rules_are_silent_on_the_other_side(string name)
    {
        var folder = ScenarioFolder.Read(name);
        var test = new ScenarioTest(folder.Id);
        test.TestState.Sources.Add((folder.Document, folder.After));
        foreach (var shared in ScenarioFolder.Shared)
        {
            test.TestState.Sources.Add(shared);
        }

        return test.RunAsync();
    }

    /// <summary>Compares results and no times: how long it takes is up to the neighbours on the machine.</summary>
    [Theory, MemberData(nameof(Folders))]
    public async Task Both_sides_run_and_give_the_same_result(string name)
    {
        var pair = ScenarioCatalog.All.Single(pair => pair.Folder == name);
        var result = await pair.Before(Load.Quick);
        Assert.NotEqual(0, result);
        Assert.Equal(result, await pair.After(Load.Quick));
    }

    private sealed class ScenarioTest : RuleTest
    {
        public ScenarioTest(string id)
            : base(RuleCatalogue.Analyzer(id), RuleCatalogue.Fix(id) ?? new EmptyCodeFix())
        {
            References = TargetReferences.AspNetCore100;
            AdditionalReferences.Add(ExecutorsPackage.Reference);
            AdditionalReferences.Add(MetadataReference.CreateFromFile(typeof(CountPrimes).Assembly.Location));
            foreach (var other in RuleCatalogue.Analyzers.Where(analyzer => analyzer.SupportedDiagnostics[0].Id != id && analyzer.SupportedDiagnostics[0].IsEnabledByDefault))
            {
                AdditionalAnalyzers.Add(other);
            }
        }
    }
}
