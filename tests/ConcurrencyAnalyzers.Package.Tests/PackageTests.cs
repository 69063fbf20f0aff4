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
    [Fact]
    public void Contains_analyzers_props_icon_and_readme_and_nothing_else()
    {
        using var archive = ZipFile.OpenRead(package.File);
        Assert.Equal(
            [
                "ConcurrencyAnalyzers.nuspec",
                "README.md",
                PackedPackage.CodeFixes,
                PackedPackage.Analyzers,
                "buildTransitive/ConcurrencyAnalyzers.props",
                "icon.png",
            ],
            archive.Entries.Select(static entry => entry.FullName).Where(static name => !IsContainer(name)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Metadata_is_complete()
    {
        var metadata = Metadata();
        Assert.Equal("ConcurrencyAnalyzers", Value("id"));
        Assert.Equal(package.Version, Value("version"));
        Assert.Equal("true", Value("developmentDependency"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("expression", Element("license").Attribute("type")?.Value);
        Assert.Equal("icon.png", Value("icon"));
        Assert.Equal("README.md", Value("readme"));
        Assert.NotEmpty(Value("description"));
        Assert.NotEmpty(Value("tags"));
        Assert.Equal("https://github.com/concurrency-analyzers/ConcurrencyAnalyzers", Value("projectUrl"));

        var repository = Element("repository");
        Assert.Equal("git", repository.Attribute("type")?.Value);
        Assert.Equal("https://github.com/concurrency-analyzers/ConcurrencyAnalyzers", repository.Attribute("url")?.Value);
        Assert.Matches("^[0-9a-f]{40}$", repository.Attribute("commit")?.Value);

        XElement Element(string name) => metadata.Elements().Single(element => element.Name.LocalName == name);
        string Value(string name) => Element(name).Value;
    }

    [Fact]
    public void Depends_on_nothing() => Assert.DoesNotContain(Metadata().Descendants(), static element => element.Name.LocalName is "dependencies" or "dependency" or "frameworkAssembly");

    [Fact]
    public void Readme_is_the_one_of_the_repository() =>
        Assert.Equal(Repository.Read("README.md"), Encoding.UTF8.GetString(PackedPackage.Read(package.File, "README.md")).ReplaceLineEndings("\n"));

    [Fact]
    public void Icon_is_128_by_128()
    {
        var header = PackedPackage.Read(package.File, "icon.png").AsSpan(0, 24);
        Assert.Equal("PNG", Encoding.ASCII.GetString(header[1..4]));
        Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(header[16..]), BinaryPrimitives.ReadInt32BigEndian(header[20..])));
    }

    [Fact]
    public void Analyzers_need_no_workspaces_and_no_compiler_above_the_floor()
    {
        Assert.All(References(PackedPackage.Analyzers), static reference => Assert.DoesNotContain("Workspaces", reference.Name, StringComparison.Ordinal));
        var floor = Version.Parse(XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("RoslynFloor").Single().Value);
        foreach (var assembly in new[] { PackedPackage.Analyzers, PackedPackage.CodeFixes })
        {
            var compiler = References(assembly).Where(static reference => reference.Name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(compiler);
            Assert.All(compiler, reference => Assert.Equal((floor.Major, floor.Minor), (reference.Version.Major, reference.Version.Minor)));
        }
    }

    [Fact]
    public async Task Another_build_of_the_same_source_has_the_same_bytes()
    {
        var again = await package.PackAsync("again");
        Assert.Equal(PackedPackage.Read(package.File, PackedPackage.Analyzers), PackedPackage.Read(again, PackedPackage.Analyzers));
        Assert.Equal(PackedPackage.Read(package.File, PackedPackage.CodeFixes), PackedPackage.Read(again, PackedPackage.CodeFixes));
    }

    // What every NuGet package has around its content.
    private static bool IsContainer(string entry) => entry is "[Content_Types].xml" || entry.StartsWith("_rels/", StringComparison.Ordinal) || entry.StartsWith("package/", StringComparison.Ordinal);

    private XElement Metadata() =>
        XDocument.Load(new MemoryStream(PackedPackage.Read(package.File, "ConcurrencyAnalyzers.nuspec"))).Root!.Elements().Single();

    private List<(string Name, Version Version)> References(string assembly)
    {
        using var image = new PEReader(new MemoryStream(PackedPackage.Read(package.File, assembly)));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(reference => (metadata.GetString(reference.Name), reference.Version))];
    }
}
