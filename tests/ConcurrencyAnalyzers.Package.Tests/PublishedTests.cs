using System.Diagnostics;
using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Tests;

namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>A program with the executors, published without what it does not need, and run. Any warning on the way is an error.</summary>
public sealed partial class PublishedTests(PackedPackage package)
{
    private const string Output = "144 332833510 4950 5050 5050 1 of 2";

    [Fact]
    public async Task Trimmed_program_is_published_without_warnings_and_runs()
    {
        var folder = Copy("trimmed");
        await DotNet.RunAsync(folder, WithoutPackage, "restore", "--use-current-runtime", "-p:PublishTrimmed=true", "-p:ToolsOnly=true", "-nodeReuse:false", "-tl:off");
        await DotNet.RunAsync(folder, package.Environment, "publish", "--use-current-runtime", "-p:PublishTrimmed=true", "-o", "out", "-nodeReuse:false", "-tl:off");
        Assert.Equal(Output, await RunAsync(folder));

        // The analyzers have come along for the build only.
        Assert.Equal(["ConcurrencyAnalyzers.Executors.dll"], Directory.EnumerateFiles(Path.Combine(folder, "out"), "ConcurrencyAnalyzers*").Select(Path.GetFileName));
    }

    [Fact]
    public async Task Program_that_is_compiled_ahead_of_time_is_published_without_warnings_and_runs()
    {
        var folder = Copy("ahead");
        var (exitCode, output) = await DotNet.TryAsync(folder, WithoutPackage, "restore", "--use-current-runtime", "-p:PublishAot=true", "-p:ToolsOnly=true", "-nodeReuse:false", "-tl:off");
        Assert.SkipWhen(exitCode != 0, $"The tools for compilation ahead of time cannot be restored: {Missing().Match(output).Value}");
        (exitCode, output) = await DotNet.TryAsync(folder, package.Environment, "publish", "--use-current-runtime", "-p:PublishAot=true", "-o", "out", "-nodeReuse:false", "-tl:off");
        Assert.SkipWhen(output.Contains("Platform linker", StringComparison.Ordinal), "There is no linker for compilation ahead of time: clang or gcc.");
        Assert.True(exitCode == 0, output);
        Assert.Equal(Output, await RunAsync(folder));
    }

    // Of the SDK and not of ours: from the feeds of this machine into its packages folder, which the consumers may look into.
    private static Dictionary<string, string> WithoutPackage => [];

    private string Copy(string name)
    {
        var folder = Path.Combine(package.Folder, name);
        Tree.Copy(Repository.PathOf("tests", "ConcurrencyAnalyzers.Package.Tests", "Published"), folder);
        return folder;
    }

    private static async Task<string> RunAsync(string folder)
    {
        var program = Path.Combine(folder, "out", OperatingSystem.IsWindows() ? "Published.exe" : "Published");
        using var process = Process.Start(new ProcessStartInfo(program) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output.Trim();
    }

    [GeneratedRegex("NU1[0-9]{3}: [^.]+(\\.[^. ]+)*")]
    private static partial Regex Missing();
}
