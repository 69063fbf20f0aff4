using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;
using ConcurrencyAnalyzers.CatalogBuilder.Output;

namespace ConcurrencyAnalyzers.CatalogBuilder;

/// <summary>Derives everything that is shipped: the framework on both platforms, then the packages on top of it.</summary>
internal sealed class Regeneration : IDisposable
{
    private readonly Universe references = new();

    private Regeneration(string inputs, Sources sources)
    {
        Inputs = inputs;
        Sources = sources;
        Computation = new CuratedLines(Path.Combine(inputs, "Computation.txt"));
        Corrections = new CuratedLines(Path.Combine(inputs, "Corrections.txt"));
        Counterparts = new CounterpartNames(Path.Combine(inputs, "Counterparts.txt"));
    }

    public string Inputs { get; }

    public Sources Sources { get; }

    public CuratedLines Computation { get; }

    public CuratedLines Corrections { get; }

    public CounterpartNames Counterparts { get; }

    /// <summary>Linux first.</summary>
    public IReadOnlyList<Analysis> Framework { get; private set; } = [];

    public Analysis? Packages { get; private set; }

    public Catalog? FrameworkCatalog { get; private set; }

    public Catalog? PackageCatalog { get; private set; }

    public IEnumerable<SkippedAssembly> Skipped => Framework.Append(Packages).OfType<Analysis>().SelectMany(static analysis => analysis.Universe.Skipped)
        .Concat(references.Skipped).DistinctBy(static skipped => skipped.Path);

    private IEnumerable<Catalog> Catalogs => new[] { FrameworkCatalog, PackageCatalog }.OfType<Catalog>();

    private IEnumerable<SurfaceMember> Members => Catalogs.SelectMany(static catalog => catalog.Surface.Members);

    /// <summary>Derives the framework, and the packages unless told otherwise.</summary>
    /// <param name="inputs">The folder of the curated files.</param>
    /// <param name="sources">Where the assemblies are.</param>
    /// <param name="framework">"10" or "8".</param>
    /// <param name="withPackages">Whether packages are wanted.</param>
    /// <exception cref="InputException">A curated file cannot be used.</exception>
    public static Regeneration Run(string inputs, Sources sources, string framework = "10", bool withPackages = true)
    {
        var run = new Regeneration(inputs, sources);
        var platforms = sources.All.Where(source => source.Role == "runtime" && source.Framework == framework).Select(static source => source.Platform).Distinct().Order(StringComparer.Ordinal).ToList();
        var work = platforms.ConvertAll(platform => Task.Run(() => Analysis.Run(platform, sources.Runtime(framework, platform), inputs)));
        var surface = run.ReadSurface(framework);
        run.Framework = [.. work.Select(static task => task.GetAwaiter().GetResult())];
        run.FrameworkCatalog = new Catalog(surface, run.Framework, run.Computation, run.Corrections, run.Counterparts, new Dictionary<string, EffectKind>());
        if (withPackages)
        {
            run.DerivePackages(platforms[0]);
        }

        return run;
    }

    /// <summary>The files to ship.</summary>
    public CatalogFiles Write()
    {
        var files = new CatalogFiles();
        foreach (var catalog in Catalogs)
        {
            foreach (var (member, line) in Compaction.Compact(catalog))
            {
                files.Add(member.Catalog, member.Assembly, line);
            }
        }

        AddInstances(files);
        var described = Members.Select(member => Computation.Origin(member.Id)).OfType<CatalogLine>().ToHashSet<CatalogLine>(ReferenceEqualityComparer.Instance);
        foreach (var line in Computation.All.Where(line => !described.Contains(line)))
        {
            files.Add("Unavailable", "Computation", line);
        }

        foreach (var input in InputFile.Read(Path.Combine(Inputs, "Unavailable.txt")))
        {
            files.Add("Unavailable", input.Heading, CatalogLine.Parse(input));
        }

        return files;
    }

    public void Dispose()
    {
        references.Dispose();
        foreach (var analysis in Framework.Append(Packages).OfType<Analysis>())
        {
            analysis.Dispose();
        }
    }

    private Surface ReadSurface(string framework)
    {
        var surface = new Surface();
        var shown = new List<(string Catalog, AssemblyImage Assembly)>();
        foreach (var source in Sources.References(framework).OrderByDescending(static source => source.Catalog, StringComparer.Ordinal))
        {
            shown.AddRange(source.Assemblies.Select(references.Add).OfType<AssemblyImage>().Select(assembly => (source.Catalog, assembly)));
        }

        references.Link();
        foreach (var (catalog, assembly) in shown)
        {
            surface.Add(catalog, assembly);
        }

        return surface;
    }

    private void DerivePackages(string platform)
    {
        var packages = Sources.Packages.ToList();
        Packages = Analysis.Run(platform, Sources.Runtime("10", platform), packages.SelectMany(static source => source.Assemblies), Inputs);
        var surface = new Surface();
        var catalogs = packages.Where(static source => source.Role == "package").SelectMany(static source => source.Assemblies.Select(path => (path, source.Catalog))).ToDictionary();
        foreach (var assembly in Packages.Universe.Assemblies)
        {
            if (catalogs.TryGetValue(assembly.Path, out var catalog))
            {
                surface.Add(catalog, assembly);
            }
        }

        var served = packages.Where(static source => source.Serves is not null).ToDictionary(static source => source.Catalog, static source => source.Serves!.Value);
        PackageCatalog = new Catalog(surface, [Packages], Computation, Corrections, Counterparts, served);
    }

    private void AddInstances(CatalogFiles files)
    {
        var universes = Framework.Append(Packages).OfType<Analysis>().Select(static analysis => analysis.Universe).ToList();
        var firstMembers = Members.DistinctBy(static member => member.Shown.Owner).ToDictionary(static member => member.Shown.Owner);
        foreach (var line in (Packages ?? Framework[0]).Instances.Lines.Where(static line => line.Id[0] == 'T'))
        {
            // An internal type's line serves the derivation only.
            var type = universes.Select(universe => DocumentationIds.FindType(universe, line.Id[2..])).FirstOrDefault(static type => type is not null);
            if (type is { IsVisible: false })
            {
                continue;
            }

            var member = type is null ? null : firstMembers.GetValueOrDefault(references.FindType(type.Name) ?? type);
            files.Add(member?.Catalog ?? "Unavailable", member?.Assembly ?? "Instances of types that are not described otherwise", line);
        }
    }
}
