using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ConcurrencyAnalyzers.Package.Tests;
using ConcurrencyAnalyzers.Tests;

[assembly: AssemblyFixture(typeof(PackedPackage))]

namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>The two packages of this source, in a version, a feed and a packages folder that nothing else has.</summary>
public sealed class PackedPackage : IAsyncLifetime
{
    public const string Analyzers = "analyzers/dotnet/cs/ConcurrencyAnalyzers.dll";
    public const string CodeFixes = "analyzers/dotnet/cs/ConcurrencyAnalyzers.CodeFixes.dll";
    public const string Generators = "analyzers/dotnet/cs/ConcurrencyAnalyzers.Executors.Generators.dll";
    public const string Executors = "lib/net10.0/ConcurrencyAnalyzers.Executors.dll";

    /// <summary>Outside the repository, whose props, options and lock files no consumer has.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("concurrency-analyzers-").FullName;

    public string Version { get; } = $"0.0.0-test{Guid.NewGuid():N}";

    public string File => PackageIn("feed", "ConcurrencyAnalyzers");

    public string ExecutorsFile => PackageIn("feed", "ConcurrencyAnalyzers.Executors");

    public string PackagesFolder => Path.Combine(Folder, "packages");

    /// <summary>What a consumer is told by the environment, as MSBuild properties.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["ConcurrencyAnalyzersVersion"] = Version,
        ["ConcurrencyAnalyzersFeed"] = Path.Combine(Folder, "feed"),
        ["InstalledPackages"] = InstalledPackages,
        ["NUGET_PACKAGES"] = PackagesFolder,
    };

    private static string InstalledPackages =>
        typeof(PackedPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "NuGetPackageRoot").Value!;

    public async ValueTask InitializeAsync()
    {
        System.IO.File.Copy(Repository.PathOf("global.json"), Path.Combine(Folder, "global.json"));
        await PackAsync("feed");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return default;
    }

    /// <summary>Compiles everything anew, in a folder of its own, into the feed of that name.</summary>
    public async Task<(string Analyzers, string Executors)> PackAsync(string feed)
    {
        // The executors depend on the analyzers, so that the first command compiles both.
        await PackAsync(feed, "ConcurrencyAnalyzers.Executors");
        await PackAsync(feed, "ConcurrencyAnalyzers.CodeFixes", "--no-build");
        return (PackageIn(feed, "ConcurrencyAnalyzers"), PackageIn(feed, "ConcurrencyAnalyzers.Executors"));
    }

    /// <summary>What the build that was packed left in its output folder.</summary>
    public string Built(string project) =>
        Path.Combine(Folder, "feed-artifacts", "bin", "ConcurrencyAnalyzers.CodeFixes", "release", project + ".dll");

    public static byte[] Read(string package, string entry)
    {
        using var archive = ZipFile.OpenRead(package);
        using var content = archive.GetEntry(entry)!.Open();
        var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    public static Guid ModuleVersion(byte[] assembly)
    {
        using var image = new PEReader(new MemoryStream(assembly));
        var metadata = image.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    private Task PackAsync(string feed, string project, params string[] more) => DotNet.RunAsync(
        Repository.Root,
        new Dictionary<string, string>(),
        [
            "pack",
            Repository.PathOf("src", project),
            "-v:quiet",
            "-nodeReuse:false",
            "-p:UseSharedCompilation=false",
            $"-p:Version={Version}",
            $"-p:ArtifactsPath={Path.Combine(Folder, feed + "-artifacts")}",
            "-o",
            Path.Combine(Folder, feed),
            .. more,
        ]);

    private string PackageIn(string feed, string id) => Path.Combine(Folder, feed, $"{id}.{Version}.nupkg");
}
