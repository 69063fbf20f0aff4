using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace ConcurrencyAnalyzers.CatalogBuilder.Derivation;

/// <summary>Where the assemblies come from: the pinned packages of <c>Inputs/Sources.csproj</c>, as a restore has laid them out.</summary>
internal sealed class Sources
{
    private Sources(ImmutableArray<Source> all) => All = all;

    public ImmutableArray<Source> All { get; }

    /// <summary>What a restore would have to bring, by package and version.</summary>
    public IEnumerable<Source> Missing => All.Where(static source => !Directory.Exists(source.Path));

    /// <param name="inputs">The folder of the curated files.</param>
    /// <param name="packages">The folder that packages are restored to.</param>
    /// <exception cref="InputException">An item lacks a version or a folder.</exception>
    public static Sources Read(string inputs, string packages)
    {
        var path = Path.Combine(inputs, "Sources.csproj");
        return new Sources([.. XDocument.Load(path).Descendants("PackageDownload").SelectMany(item =>
        {
            var name = Attribute(item, "Include") ?? throw new InputException($"{Path.GetFileName(path)}: a PackageDownload has no Include.");
            var folders = List(item, "Folder") ?? throw new InputException($"{Path.GetFileName(path)}: {name} has no Folder.");
            var versions = List(item, "Version") ?? throw new InputException($"{Path.GetFileName(path)}: {name} has no Version.");
            var frameworks = List(item, "Framework") ?? [.. versions.Select(static _ => "10")];
            if (folders.Length != versions.Length || frameworks.Length != versions.Length)
            {
                throw new InputException($"{Path.GetFileName(path)}: {name} has {versions.Length} versions, {folders.Length} folders and {frameworks.Length} frameworks; "
                    + "each version wants one of both.");
            }

            return versions.Select((pinned, i) =>
            {
                var version = pinned.Trim('[', ']');
                return new Source(
                    name,
                    version,
                    Path.Combine(packages, name.ToLowerInvariant(), version, folders[i].Replace('/', Path.DirectorySeparatorChar)),
                    Attribute(item, "Role") ?? "package",
                    frameworks[i],
                    Attribute(item, "Platform") ?? "any",
                    Attribute(item, "Catalog") ?? name,
                    Attribute(item, "Serves") is not { } word
                        ? null
                        : EffectKinds.Parse(word) ?? throw new InputException($"{Path.GetFileName(path)}: {name} is a client of '{word}', no kind of effect."));
            });
        })]);
    }

    /// <summary>The folder that packages are restored to where nothing else is said.</summary>
    public static string DefaultFolder => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The implementation of a framework on a platform.</summary>
    public IEnumerable<string> Runtime(string framework, string platform) =>
        All.Where(source => source.Role == "runtime" && source.Framework == framework && source.Platform == platform)
            .OrderBy(static source => source.Name.Contains("AspNetCore", StringComparison.Ordinal))
            .SelectMany(static source => source.Assemblies);

    public IEnumerable<Source> References(string framework) => All.Where(source => source.Role == "reference" && source.Framework == framework);

    public IEnumerable<Source> Packages => All.Where(static source => source.Role is "package" or "dependency");

    private static string? Attribute(XElement element, string name) => element.Attribute(name)?.Value;

    private static string[]? List(XElement element, string name) => Attribute(element, name)?.Split(';', StringSplitOptions.TrimEntries);
}

/// <summary>A package that assemblies are taken from; <paramref name="Serves"/> is the kind of server that it is a client of.</summary>
internal sealed record Source(string Name, string Version, string Path, string Role, string Framework, string Platform, string Catalog, EffectKind? Serves)
{
    /// <summary>In ordinal order of their names.</summary>
    public IEnumerable<string> Assemblies => Directory.GetFiles(Path, "*.dll").OrderBy(static path => System.IO.Path.GetFileName(path), StringComparer.Ordinal);

    public override string ToString() => $"{Name} {Version}";
}
