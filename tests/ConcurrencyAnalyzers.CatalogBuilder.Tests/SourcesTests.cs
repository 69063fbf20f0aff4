using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests;

public sealed class SourcesTests
{
    [Fact]
    public void An_item_says_where_assemblies_lie_and_what_they_are_for()
    {
        using var folder = new TemporaryFolder();
        var sources = Read(folder, """
            <PackageDownload Include="Some.Client" Version="[1.2.3]" Folder="lib/net8.0" Serves="database" />
            <PackageDownload Include="Some.Ref" Version="[10.0.1]" Folder="ref/net10.0" Role="reference" Catalog="NETCore" />
            <PackageDownload Include="Some.Runtime" Version="[10.0.1];[8.0.2]" Folder="lib/a; lib/b" Role="runtime" Platform="linux" Framework="10;8" />
            """);

        Assert.Equal(
            ["Some.Client 1.2.3", "Some.Ref 10.0.1", "Some.Runtime 10.0.1", "Some.Runtime 8.0.2"],
            sources.All.Select(static source => source.ToString()));
        Assert.Equal(Path.Combine(folder.PathOf("packages"), "some.client", "1.2.3", "lib", "net8.0"), sources.All[0].Path);
        Assert.Equal(("package", "10", "any"), (sources.All[0].Role, sources.All[0].Framework, sources.All[0].Platform));
        Assert.Equal(("Some.Client", EffectKind.Database), (sources.All[0].Catalog, sources.All[0].Serves));
        Assert.Equal("NETCore", Assert.Single(sources.References("10")).Catalog);
        Assert.Equal(["a", "b"], sources.All.Skip(2).Select(static source => Path.GetFileName(source.Path)));
        Assert.Equal(["10", "8"], sources.All.Skip(2).Select(static source => source.Framework));
    }

    [Fact]
    public void Packages_that_are_not_restored_are_named_with_their_versions()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.PathOf("packages"), "there", "1.0.0", "lib"));
        var sources = Read(folder, """
            <PackageDownload Include="There" Version="[1.0.0]" Folder="lib" />
            <PackageDownload Include="Gone" Version="[1.0.0]" Folder="lib" />
            <PackageDownload Include="There" Version="[2.0.0]" Folder="lib" />
            """);

        Assert.Equal(["Gone 1.0.0", "There 2.0.0"], sources.Missing.Select(static source => source.ToString()));
    }

    [Theory]
    [InlineData("""<PackageDownload Version="[1.0.0]" Folder="lib" />""", "Sources.csproj: a PackageDownload has no Include.")]
    [InlineData("""<PackageDownload Include="Some" Folder="lib" />""", "Sources.csproj: Some has no Version.")]
    [InlineData("""<PackageDownload Include="Some" Version="[1.0.0]" />""", "Sources.csproj: Some has no Folder.")]
    [InlineData(
        """<PackageDownload Include="Some" Version="[1.0.0]" Folder="lib" Serves="tea" />""",
        "Sources.csproj: Some is a client of 'tea', no kind of effect.")]
    [InlineData(
        """<PackageDownload Include="Some" Version="[1.0.0];[2.0.0]" Folder="lib" />""",
        "Sources.csproj: Some has 2 versions, 1 folders and 2 frameworks; each version wants one of both.")]
    public void An_item_that_cannot_be_used_is_named(string item, string message)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(message, Assert.Throws<InputException>(() => Read(folder, item)).Message);
    }

    [Fact]
    public void Assemblies_come_in_the_order_of_their_names()
    {
        using var folder = new TemporaryFolder();
        var lib = Directory.CreateDirectory(Path.Combine(folder.PathOf("packages"), "some", "1.0.0", "lib")).FullName;
        foreach (var name in new[] { "b.dll", "C.dll", "a.dll", "readme.txt" })
        {
            File.WriteAllText(Path.Combine(lib, name), "");
        }

        var source = Assert.Single(Read(folder, """<PackageDownload Include="Some" Version="[1.0.0]" Folder="lib" />""").All);

        Assert.Equal(["C.dll", "a.dll", "b.dll"], source.Assemblies.Select(Path.GetFileName));
    }

    private static Sources Read(TemporaryFolder folder, string items)
    {
        folder.Write("Sources.csproj", $"<Project><ItemGroup>{items}</ItemGroup></Project>");
        return Sources.Read(folder.Path, folder.PathOf("packages"));
    }
}
