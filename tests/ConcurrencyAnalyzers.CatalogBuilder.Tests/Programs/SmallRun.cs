using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Output;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

/// <summary>A whole run of the builder over a few packages: a framework of one assembly, and a package on top of it.</summary>
internal sealed class SmallRun : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <param name="framework">The source of the framework's own assembly; its reference and its implementation are the same.</param>
    /// <param name="package">The source of a package, which may use the framework's.</param>
    /// <param name="more">Packages of other names that have nothing to do with either.</param>
    public SmallRun(string framework, string package = "", Curated? curated = null, string corrections = "", string computation = "", params string[] more)
    {
        const string Natives = """

            static class Native
            {
                [System.Runtime.InteropServices.DllImport("blocker")] internal static extern void Read();
                [System.Runtime.InteropServices.DllImport("blocker")] internal static extern void Send();
            }
            """;
        var frameworkImage = Compiler.Emit("Framework", framework + Natives);
        var reference = MetadataReference.CreateFromImage(frameworkImage);
        Put("framework.ref", "Framework.dll", frameworkImage);
        Put("framework.runtime", "Framework.dll", frameworkImage);
        Put("framework.runtime", "System.Runtime.dll", SmallFramework.Image);
        Put("package", "Package.dll", Compiler.Emit("Package", package + Natives, reference));
        foreach (var (source, i) in more.Select(static (source, i) => (source, i)))
        {
            Put($"more{i}", $"More{i}.dll", Compiler.Emit($"More{i}", source + Natives, reference));
        }

        (curated ?? new Curated()).Write(folder);
        folder.Write("Corrections.txt", corrections);
        folder.Write("Computation.txt", computation);
        folder.Write("Counterparts.txt", "");
        folder.Write("Unavailable.txt", "");
        folder.Write("Sources.csproj", $"""
            <Project>
              <ItemGroup>
                <PackageDownload Include="framework.ref" Version="[1.0.0]" Folder="lib" Role="reference" Catalog="Framework" />
                <PackageDownload Include="framework.runtime" Version="[1.0.0]" Folder="lib" Role="runtime" Platform="linux" />
                <PackageDownload Include="package" Version="[1.0.0]" Folder="lib" Catalog="Package" />
                {string.Concat(more.Select(static (_, i) => $"<PackageDownload Include=\"more{i}\" Version=\"[1.0.0]\" Folder=\"lib\" />"))}
              </ItemGroup>
            </Project>
            """);
        Result = Regeneration.Run(folder.Path, Sources.Read(folder.Path, folder.PathOf("packages")));
        Assert.Empty(Result.Skipped);
    }

    public Regeneration Result { get; }

    public Dictionary<string, string> Files => Result.Write().Write().ToDictionary(static file => file.Name, static file => file.Text);

    /// <summary>The lines of the framework's file, without heading and comments.</summary>
    public IEnumerable<string> Lines => Compaction.Compact(Result.FrameworkCatalog!).Select(static pair => string.Join(' ', pair.Line.Columns));

    public void Dispose()
    {
        Result.Dispose();
        folder.Dispose();
    }

    private void Put(string package, string name, byte[] image)
    {
        var lib = Directory.CreateDirectory(Path.Combine(folder.PathOf("packages"), package, "1.0.0", "lib")).FullName;
        File.WriteAllBytes(Path.Combine(lib, name), image);
    }
}
