using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>The package in fresh projects, built by the real SDK. Their comments say what is expected, and at which level if it is not a warning.</summary>
public sealed partial class ConsumerTests(PackedPackage package, ConsumerBuild build) : IClassFixture<ConsumerBuild>
{
    public static TheoryData<string> Projects => ["Configured", "Executors", "Friend", "FriendLibrary", "Misconfigured", "Net10", "NetFramework472", "NetStandard20", "Razor"];

    [Theory, MemberData(nameof(Projects))]
    public void Compiler_logs_what_the_comments_say(string project)
    {
        var expected = build.SourcesOf(project).SelectMany(static file => File.ReadLines(file).Select((line, index) => (Match: Expectation().Match(line), Place: $"{Path.GetFileName(file)}({index + 1})")))
            .Where(static line => line.Match.Success)
            .Select(static line => $"{line.Place}: {(line.Match.Groups[2].Success ? line.Match.Groups[2].Value : "warning")} {line.Match.Groups[1].Value}");
        var actual = build.LogOf(project)
            .Where(static result => result.Rule is not (LoadedModules.Id or "CONC003" or "CONC004"))
            .Select(static result => $"{result.File}({result.Line}): {result.Level} {result.Rule}");
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Projects))]
    public void Compiler_loaded_the_module_that_was_just_built(string project)
    {
        var loaded = Assert.Single(build.LogOf(project), static result => result.Rule == LoadedModules.Id).Message.Split('|');
        Assert.Equal(PackedPackage.ModuleVersion(File.ReadAllBytes(package.Built("ConcurrencyAnalyzers"))), Guid.Parse(loaded[0]));
        Assert.Equal(Path.Combine(package.PackagesFolder, "concurrencyanalyzers", package.Version, "analyzers", "dotnet", "cs", "ConcurrencyAnalyzers.dll"), loaded[1], ignoreCase: true);
    }

    [Fact]
    public void Message_names_the_chain_and_each_hop_is_a_location()
    {
        var found = build.LogOf("Net10").Single(static result => result.Message.Contains("Store", StringComparison.Ordinal));
        Assert.Contains("Store → Write → File.WriteAllText", found.Message, StringComparison.Ordinal);
        Assert.Equal(2, found.Hops);
    }

    [Fact]
    public void Severity_error_fails_the_build_of_its_project_alone()
    {
        Assert.NotEqual(0, build.ExitCode);
        Assert.All(Errors().Matches(build.Output).Select(static match => match.Value), static error => Assert.Equal("Worker.cs(11,16): error CONC303", error));
        Assert.Contains("error CONC303", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_of_a_concurrency_file_that_cannot_be_read_is_reported()
    {
        var found = Assert.Single(build.LogOf("Misconfigured"), static result => result.Rule == "CONC003");
        Assert.Equal(("vendor.concurrency.txt", 3, "warning"), (found.File, found.Line, found.Level));
        Assert.Contains("telepathy", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Option_with_a_value_that_does_not_exist_is_reported()
    {
        var found = Assert.Single(build.LogOf("Misconfigured"), static result => result.Rule == "CONC004");
        Assert.Equal("warning", found.Level);
        Assert.Contains("'concurrency.minimum_strength = quite'", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_the_package_is_there_at_run_time()
    {
        var outputs = build.OutputsOf("Net10").ToList();
        Assert.Contains(outputs, static file => Path.GetFileName(file) == "Net10.dll");
        Assert.DoesNotContain(outputs, static file => Path.GetFileName(file).StartsWith("ConcurrencyAnalyzers", StringComparison.Ordinal));
        Assert.DoesNotContain("ConcurrencyAnalyzers", File.ReadAllText(outputs.Single(static file => Path.GetFileName(file) == "Net10.deps.json")), StringComparison.Ordinal);
    }

    [GeneratedRegex("// (CONC[0-9]{3})(?: (error|note|suppressed))?$")]
    private static partial Regex Expectation();

    [GeneratedRegex(@"[\w.]+\([0-9,]+\): error \w+")]
    private static partial Regex Errors();
}
