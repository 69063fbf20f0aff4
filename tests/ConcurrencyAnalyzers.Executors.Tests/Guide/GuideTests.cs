using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Tests;

namespace ConcurrencyAnalyzers.Executors.Tests.Guide;

/// <summary>
/// Code of the pages about the executors is that of a test which is run, and the pages leave no type out. With the environment variable UPDATE_DOCS set the code is written instead.
/// </summary>
public sealed partial class GuideTests
{
    private static readonly string[] Guide = ["docs", "executors.md"];
    private static readonly string[] Figures = ["benchmarks", "ConcurrencyAnalyzers.Benchmarks", "Results", "Executors"];
    private static readonly string[] PackageReadme = ["src", "ConcurrencyAnalyzers.Executors", "README.md"];
    private static readonly string[] Readme = ["README.md"];

    private const string Introduction = """
        ### What was measured

        Each table is about the same work, done in several ways right after each other. [How to read the figures](../benchmarks/ConcurrencyAnalyzers.Benchmarks/README.md#how-to-read-the-executors-figures).
        """;

    public static TheoryData<string> Snippets => [.. Bodies.Keys];

    // What stands between the braces of each test of the other classes of this folder, by the name of the test.
    private static Dictionary<string, string> Bodies { get; } = Repository.Sources("tests", "ConcurrencyAnalyzers.Executors.Tests", "Guide")
        .Where(static path => path.EndsWith("Snippets.cs", StringComparison.Ordinal))
        .SelectMany(static path => Test().Matches(File.ReadAllText(path).ReplaceLineEndings("\n")))
        .ToDictionary(static match => match.Groups["name"].Value, static match => Indent().Replace(match.Groups["body"].Value, "").TrimEnd('\n'));

    [Theory, MemberData(nameof(Snippets))]
    public void Guide_shows_the_code_that_is_run(string name) => Repository.Check(Guide, name, Code(name));

    [Fact]
    public void Readme_of_the_package_shows_code_that_is_run() => Repository.Check(PackageReadme, nameof(PoolSnippets.Computation_and_calls_that_block), Code(nameof(PoolSnippets.Computation_and_calls_that_block)));

    [Fact]
    public void Readme_shows_code_that_is_run() => Repository.Check(Readme, nameof(PoolSnippets.Computation_and_calls_that_block), Code(nameof(PoolSnippets.Computation_and_calls_that_block)));

    [Fact]
    public void Guide_quotes_the_recorded_figures() => Repository.Check(Guide, "figures", Measured());

    [Fact]
    public void Guide_lists_the_instruments() => Repository.Check(Guide, "instruments", Instruments());

    [Fact]
    public void Guide_has_no_other_code() =>
        Assert.Equal(Bodies.Count, Fence().Count(Repository.Read(Guide)));

    [Fact]
    public void Every_snippet_is_a_test_that_is_run() => Assert.Equal(
        typeof(GuideTests).Assembly.GetTypes().Where(static type => type.Namespace == typeof(GuideTests).Namespace && type.Name.EndsWith("Snippets", StringComparison.Ordinal))
            .SelectMany(static type => type.GetMethods()).Where(static method => method.GetCustomAttribute<FactAttribute>() is { Skip: null }).Select(static method => method.Name).Order(StringComparer.Ordinal),
        Bodies.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Guide_names_every_public_type()
    {
        var page = Repository.Read(Guide);
        var names = typeof(Degree).Assembly.GetExportedTypes().Select(static type => type.Name.Split('`')[0]).Distinct().ToList();
        Assert.NotEmpty(names);
        Assert.Equal([], names.Where(name => !Regex.IsMatch(page, $"`{name}[`<]")));
    }

    [Fact]
    public void Guide_links_to_what_exists() => Assert.All(
        Link().Matches(Repository.Read(Guide)).Select(static match => match.Groups[1].Value).Where(static link => !link.StartsWith("https://", StringComparison.Ordinal)),
        static link => Assert.True(Path.Exists(Path.Combine(Repository.PathOf("docs"), link)), link));

    // Without records there is nothing to say, and no heading.
    private static string Measured()
    {
        var folder = Repository.PathOf(Figures);
        return Directory.Exists(folder) ? string.Join("\n\n", Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal).Select(Record).Prepend(Introduction)) : "";
    }

    private static string Record(string path) => $"#### {Path.GetFileNameWithoutExtension(path)}\n\n{File.ReadAllText(path).ReplaceLineEndings("\n").TrimEnd('\n')}";

    private static string Instruments()
    {
        // The first use of an executor makes them.
        _ = CpuExecutor.Shared;
        var rows = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == ExecutorTelemetry.MeterName)
                {
                    rows.Add($"| `{instrument.Name}` | {instrument.Unit} | {instrument.Description} |");
                }
            },
        };
        listener.Start();
        return string.Join('\n', rows.Order(StringComparer.Ordinal).Prepend("|---|---|---|").Prepend("| instrument | unit | |"));
    }

    private static string Code(string name) => $"```csharp\n{Bodies[name]}\n```";

    [GeneratedRegex(@"    \[Fact\]\n    public (?:async Task|void) (?<name>\w+)\(\)\n    \{\n(?<body>(?:        .*\n|\n)+?)    \}\n")]
    private static partial Regex Test();

    [GeneratedRegex("^        ", RegexOptions.Multiline)]
    private static partial Regex Indent();

    [GeneratedRegex("^```csharp$", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
