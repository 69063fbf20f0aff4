using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Tests;
using ConcurrencyAnalyzers.Tests.Verification;

namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>The two commands on the samples, in a copy of the folder.</summary>
public sealed partial class SamplesTests(PackedPackage package)
{
    [Fact]
    public async Task Build_prints_at_least_eight_rules_with_chains_and_what_the_readme_shows()
    {
        var samples = CopySamples("build");
        var output = await DotNet.RunAsync(Path.GetDirectoryName(samples)!, package.Environment, "build", "samples", "-nodeReuse:false", "-tl:off");
        var warnings = Warning().Matches(output).Select(static match => (Id: match.Groups["id"].Value, Text: match.Value)).Distinct().ToList();
        var ids = warnings.Select(static warning => warning.Id).ToHashSet();
        Assert.True(ids.Count >= 8, output);
        Assert.Contains(warnings, static warning => warning.Text.Count(static letter => letter == '→') >= 2);

        // What the front page shows is what a reader of it will see.
        var printed = warnings.Select(static warning => warning.Text).ToList();
        Assert.All(Repository.Section(Repository.Read("README.md"), "warnings").Split('\n').Where(static line => line.Contains("warning", StringComparison.Ordinal)), line => Assert.Contains(line.Trim(), printed));
    }

    [Fact]
    public async Task Fixed_service_is_what_dotnet_format_makes_of_the_other()
    {
        var samples = CopySamples("fix");
        await DotNet.RunAsync(Path.GetDirectoryName(samples)!, package.Environment, "build", "samples", "-t:Fix", "-nodeReuse:false", "-tl:off");
        var (committed, made) = (Repository.PathOf("samples", "Storefront.Fixed"), Path.Combine(samples, "Storefront.Fixed"));
        Assert.Equal(Tree.Files(committed), Tree.Files(made));
        var changed = Tree.Files(committed)
            .Select(file => (File: file, Before: Read(committed, file), After: Read(made, file)))
            .Where(static file => file.Before != file.After)
            .Select(static file => $"{file.File}\n{TextDiff.Of(file.Before, file.After)}")
            .ToList();
        Assert.True(changed.Count == 0, $"'dotnet build samples -t:Fix' brings samples/Storefront.Fixed up to date.\n{string.Join("\n\n", changed)}");
    }

    // With what decides how code is formatted, and without the root's props, as in the repository.
    private string CopySamples(string name)
    {
        var root = Path.Combine(package.Folder, name);
        var samples = Path.Combine(root, "samples");
        Tree.Copy(Repository.PathOf("samples", "Storefront"), Path.Combine(samples, "Storefront"));
        foreach (var file in new[] { "Samples.proj", "Directory.Build.props", "Directory.Packages.props" })
        {
            File.Copy(Repository.PathOf("samples", file), Path.Combine(samples, file));
        }

        File.Copy(Repository.PathOf(".editorconfig"), Path.Combine(root, ".editorconfig"));
        return samples;
    }

    private static string Read(string folder, string file) => File.ReadAllText(Path.Combine(folder, file)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"Storefront/[\w/]+\.cs\([0-9,]+\): warning (?<id>CONC[0-9]{3}): .*?(?= \(https:)")]
    private static partial Regex Warning();
}
