using ConcurrencyAnalyzers.Tests;

namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>All projects of <c>Consumers/</c>, copied out of the repository and built once with the package.</summary>
public sealed class ConsumerBuild(PackedPackage package) : IAsyncLifetime
{
    private readonly string folder = Path.Combine(package.Folder, "consumers");

    public int ExitCode { get; private set; }

    public string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var original = Repository.PathOf("tests", "ConcurrencyAnalyzers.Package.Tests", "Consumers");
        Tree.Copy(original, folder);
        (ExitCode, Output) = await DotNet.TryAsync(
            folder,
            new Dictionary<string, string>(package.Environment) { ["LoadedModulesAnalyzer"] = LoadedModules.CompileInto(package.Folder) },
            "build",
            "Consumers.slnx",
            "-nodeReuse:false",
            "-tl:off");
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>What the compiler logged, apart from advice of analyzers that come with the SDK.</summary>
    internal List<Logged> LogOf(string project)
    {
        var log = Path.Combine(folder, project + ".sarif");
        Assert.True(File.Exists(log), Output);
        return [.. ErrorLog.Read(log).Where(static result => !result.Rule.StartsWith("CA", StringComparison.Ordinal) && !result.Rule.StartsWith("IDE", StringComparison.Ordinal))];
    }

    public IEnumerable<string> SourcesOf(string project) =>
        Directory.EnumerateFiles(Path.Combine(folder, project)).Where(static file => Path.GetExtension(file) is ".cs" or ".razor" or ".cshtml");

    public IEnumerable<string> OutputsOf(string project) => Directory.EnumerateFiles(Path.Combine(folder, project, "bin"), "*", SearchOption.AllDirectories);
}
