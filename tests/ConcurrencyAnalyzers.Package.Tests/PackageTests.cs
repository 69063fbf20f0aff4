using System.Buffers.Binary;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;
using ConcurrencyAnalyzers.Tests;

namespace ConcurrencyAnalyzers.Package.Tests;

public sealed class PackageTests(PackedPackage package)
{
    private const string Address = "https://github.com/concurrency-analyzers/ConcurrencyAnalyzers";

    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static TheoryData<string> Packages => ["ConcurrencyAnalyzers", "ConcurrencyAnalyzers.Executors"];

    public static TheoryData<string, string> Assemblies => new()
    {
        { "ConcurrencyAnalyzers", PackedPackage.Analyzers },
        { "ConcurrencyAnalyzers", PackedPackage.CodeFixes },
        { "ConcurrencyAnalyzers.Executors", PackedPackage.Executors },
        { "ConcurrencyAnalyzers.Executors", PackedPackage.Generators },
    };

    [Fact]
    public void Analyzers_come_with_props_icon_and_readme_and_nothing_else() => Assert.Equal(
        [
            "ConcurrencyAnalyzers.nuspec",
            "README.md",
            PackedPackage.CodeFixes,
            PackedPackage.Analyzers,
            "buildTransitive/ConcurrencyAnalyzers.props",
            "icon.png",
        ],
        Content("ConcurrencyAnalyzers"));

    [Fact]
    public void Executors_come_with_their_generator_documentation_icon_and_readme_and_nothing_else() => Assert.Equal(
        [
            "ConcurrencyAnalyzers.Executors.nuspec",
            "README.md",
            PackedPackage.Generators,
            "icon.png",
            PackedPackage.Executors,
            "lib/net10.0/ConcurrencyAnalyzers.Executors.xml",
        ],
        Content("ConcurrencyAnalyzers.Executors"));

    [Theory, MemberData(nameof(Packages))]
    public void Metadata_is_complete(string id)
    {
        var metadata = Metadata(id);
        Assert.Equal(id, Value("id"));
        Assert.Equal(package.Version, Value("version"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("expression", Element("license").Attribute("type")?.Value);
        Assert.Equal("icon.png", Value("icon"));
        Assert.Equal("README.md", Value("readme"));
        Assert.NotEmpty(Value("description"));
        Assert.NotEmpty(Value("tags"));
        Assert.Equal(Address, Value("projectUrl"));

        var repository = Element("repository");
        Assert.Equal("git", repository.Attribute("type")?.Value);
        Assert.Equal(Address, repository.Attribute("url")?.Value);
        Assert.Matches("^[0-9a-f]{40}$", repository.Attribute("commit")?.Value);

        XElement Element(string name) => metadata.Elements().Single(element => element.Name.LocalName == name);
        string Value(string name) => Element(name).Value;
    }

    [Fact]
    public void Analyzers_are_a_development_dependency_and_depend_on_nothing()
    {
        var metadata = Metadata("ConcurrencyAnalyzers");
        Assert.Equal("true", metadata.Elements().Single(static element => element.Name.LocalName == "developmentDependency").Value);
        Assert.DoesNotContain(metadata.Descendants(), static element => element.Name.LocalName is "dependencies" or "dependency" or "frameworkAssembly");
    }

    // As a development dependency the library would be missing at run time; and without "All" its users would not get the analyzers.
    [Fact]
    public void Executors_are_there_at_run_time_and_bring_all_of_the_analyzers_along()
    {
        var metadata = Metadata("ConcurrencyAnalyzers.Executors");
        Assert.DoesNotContain(metadata.Elements(), static element => element.Name.LocalName == "developmentDependency");
        var dependency = Assert.Single(metadata.Descendants(), static element => element.Name.LocalName == "dependency");
        Assert.Equal(
            ["id=ConcurrencyAnalyzers", $"version={package.Version}", "include=All"],
            dependency.Attributes().Select(static attribute => $"{attribute.Name}={attribute.Value}"));
        Assert.Equal("net10.0", dependency.Parent!.Attribute("targetFramework")?.Value);
    }

    [Theory]
    [InlineData("ConcurrencyAnalyzers", "README.md")]
    [InlineData("ConcurrencyAnalyzers.Executors", "src/ConcurrencyAnalyzers.Executors/README.md")]
    public void Readme_is_the_one_of_the_repository(string id, string file) =>
        Assert.Equal(Repository.Read(file.Split('/')), Encoding.UTF8.GetString(Read(id, "README.md")).ReplaceLineEndings("\n"));

    [Theory, MemberData(nameof(Packages))]
    public void Icon_is_128_by_128(string id)
    {
        var header = Read(id, "icon.png").AsSpan(0, 24);
        Assert.Equal("PNG", Encoding.ASCII.GetString(header[1..4]));
        Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(header[16..]), BinaryPrimitives.ReadInt32BigEndian(header[20..])));
    }

    [Fact]
    public void Analyzers_and_generator_need_no_workspaces_and_no_compiler_above_the_floor()
    {
        string[] workless = [PackedPackage.Analyzers, PackedPackage.Generators];
        Assert.All(workless.SelectMany(References), static reference => Assert.DoesNotContain("Workspaces", reference.Name, StringComparison.Ordinal));
        var floor = Version.Parse(XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("RoslynFloor").Single().Value);
        foreach (var assembly in new[] { PackedPackage.Analyzers, PackedPackage.CodeFixes, PackedPackage.Generators })
        {
            var compiler = References(assembly).Where(static reference => reference.Name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(compiler);
            Assert.All(compiler, reference => Assert.Equal((floor.Major, floor.Minor), (reference.Version.Major, reference.Version.Minor)));
        }
    }

    [Theory, MemberData(nameof(Assemblies))]
    public void Assembly_has_its_symbols_and_knows_where_its_sources_are(string id, string assembly)
    {
        using var image = new PEReader(new MemoryStream(Read(id, assembly)));
        using var symbols = image.ReadEmbeddedPortablePdbDebugDirectoryData(image.ReadDebugDirectory().Single(static entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb));
        var reader = symbols.GetMetadataReader();
        Assert.All(reader.Documents, document => Assert.StartsWith("/_/", reader.GetString(reader.GetDocument(document).Name), StringComparison.Ordinal));

        var commit = Metadata(id).Elements().Single(static element => element.Name.LocalName == "repository").Attribute("commit")!.Value;
        var link = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Single(information => reader.GetGuid(information.Kind) == SourceLink);
        Assert.Equal(
            $$$"""{"documents":{"/_/*":"https://raw.githubusercontent.com/concurrency-analyzers/ConcurrencyAnalyzers/{{{commit}}}/*"}}""",
            Encoding.UTF8.GetString(reader.GetBlobBytes(link.Value)));
    }

    [Fact]
    public async Task Another_build_of_the_same_source_has_the_same_bytes()
    {
        var (analyzers, executors) = await package.PackAsync("again");
        Assert.Equal(PackedPackage.Read(package.File, PackedPackage.Analyzers), PackedPackage.Read(analyzers, PackedPackage.Analyzers));
        Assert.Equal(PackedPackage.Read(package.File, PackedPackage.CodeFixes), PackedPackage.Read(analyzers, PackedPackage.CodeFixes));
        Assert.Equal(PackedPackage.Read(package.ExecutorsFile, PackedPackage.Executors), PackedPackage.Read(executors, PackedPackage.Executors));
        Assert.Equal(PackedPackage.Read(package.ExecutorsFile, PackedPackage.Generators), PackedPackage.Read(executors, PackedPackage.Generators));
    }

    // What every NuGet package has around its content.
    private static bool IsContainer(string entry) => entry is "[Content_Types].xml" || entry.StartsWith("_rels/", StringComparison.Ordinal) || entry.StartsWith("package/", StringComparison.Ordinal);

    private string FileOf(string id) => id == "ConcurrencyAnalyzers" ? package.File : package.ExecutorsFile;

    private byte[] Read(string id, string entry) => PackedPackage.Read(FileOf(id), entry);

    private List<string> Content(string id)
    {
        using var archive = ZipFile.OpenRead(FileOf(id));
        return [.. archive.Entries.Select(static entry => entry.FullName).Where(static name => !IsContainer(name)).Order(StringComparer.Ordinal)];
    }

    private XElement Metadata(string id) => XDocument.Load(new MemoryStream(Read(id, id + ".nuspec"))).Root!.Elements().Single();

    private List<(string Name, Version Version)> References(string assembly)
    {
        using var image = new PEReader(new MemoryStream(Read(assembly == PackedPackage.Generators ? "ConcurrencyAnalyzers.Executors" : "ConcurrencyAnalyzers", assembly)));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(reference => (metadata.GetString(reference.Name), reference.Version))];
    }
}
