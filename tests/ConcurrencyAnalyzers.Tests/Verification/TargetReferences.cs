using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>The reference assemblies of one framework, read from its reference pack once per process.</summary>
public sealed class TargetReferences
{
    // The facades are what libraries built for .NET Standard need.
    private static readonly string[] FrameworkAssemblies =
    [
        "mscorlib", "System", "System.Core", "System.Configuration", "System.Data", "System.Drawing", "System.Net.Http", "System.Numerics",
        "System.Runtime.Serialization", "System.ServiceModel", "System.Transactions", "System.Web", "System.Windows.Forms", "System.Xaml",
        "System.Xml", "System.Xml.Linq", "Microsoft.CSharp", "PresentationCore", "PresentationFramework", "WindowsBase",
    ];

    private readonly Lazy<ImmutableArray<MetadataReference>> assemblies;
    private readonly string name;

    private TargetReferences(string name, Func<IEnumerable<MetadataReference>> read) =>
        (this.name, assemblies) = (name, new(() => [.. read()]));

    public static TargetReferences Net100 { get; } = new("net10.0", () => Pack("Microsoft.NETCore.App.Ref"));

    /// <summary>net10.0 and ASP.NET Core.</summary>
    public static TargetReferences AspNetCore100 { get; } =
        new("net10.0 with ASP.NET Core", () => Net100.Assemblies.Concat(Pack("Microsoft.AspNetCore.App.Ref")));

    public static TargetReferences NetStandard20 { get; } = new("netstandard2.0", () => Folder(Metadata("NetStandardReferences")));

    /// <summary>net472.</summary>
    public static TargetReferences NetFramework { get; } = new("net472", () =>
    {
        var folder = Metadata("NetFrameworkReferences");
        return FrameworkAssemblies.Select(a => Reference(Path.Combine(folder, a + ".dll"))).Concat(Folder(Path.Combine(folder, "Facades")));
    });

    public ImmutableArray<MetadataReference> Assemblies => assemblies.Value;

    public override string ToString() => name;

    private static IEnumerable<MetadataReference> Pack(string pack)
    {
        var newest = Directory.EnumerateDirectories(Path.Combine(Metadata("NetCoreReferences"), pack), "10.*")
            .MaxBy(version => Version.Parse(Path.GetFileName(version).Split('-')[0]))
            ?? throw new InvalidOperationException($"No version 10 of {pack} is installed with the SDK.");
        return Folder(Path.Combine(newest, "ref", "net10.0"));
    }

    private static IEnumerable<MetadataReference> Folder(string folder) =>
        Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal).Select(Reference);

    private static MetadataReference Reference(string path) => MetadataReference.CreateFromFile(path);

    private static string Metadata(string key) =>
        typeof(TargetReferences).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
