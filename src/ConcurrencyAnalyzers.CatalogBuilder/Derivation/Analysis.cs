using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Graph;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Derivation;

/// <summary>One platform's universe, derived: what every method of it does.</summary>
internal sealed class Analysis : IDisposable
{
    private readonly HashSet<AssemblyImage> libraries = [];

    private Analysis(string platform, Universe universe, Contracts contracts, Instances instances, Cuts cuts, Seeds seeds, CallGraph graph, StreamTracing tracing, Propagation propagation)
    {
        Tracing = tracing;
        Certainty = Certainty.Of(graph, propagation);
        Platform = platform;
        Universe = universe;
        Contracts = contracts;
        Instances = instances;
        Cuts = cuts;
        Seeds = seeds;
        Graph = graph;
        Propagation = propagation;
    }

    /// <summary>"linux" or "windows".</summary>
    public string Platform { get; }

    public Universe Universe { get; }

    public Contracts Contracts { get; }

    public Instances Instances { get; }

    public Cuts Cuts { get; }

    public Seeds Seeds { get; }

    public CallGraph Graph { get; }

    public StreamTracing Tracing { get; }

    public Propagation Propagation { get; }

    public Certainty Certainty { get; }

    /// <summary>Derives the effects of all methods of the assemblies.</summary>
    /// <param name="platform">Whose seeds count.</param>
    /// <param name="assemblies">Paths; of two assemblies with one name the first counts.</param>
    /// <param name="inputs">The folder of the curated files.</param>
    /// <exception cref="InputException">A curated file cannot be used.</exception>
    public static Analysis Run(string platform, IEnumerable<string> assemblies, string inputs) => Run(platform, assemblies, [], inputs);

    /// <inheritdoc cref="Run(string, IEnumerable{string}, string)"/>
    /// <param name="libraries">Paths of what is not part of the framework.</param>
    public static Analysis Run(string platform, IEnumerable<string> assemblies, IEnumerable<string> libraries, string inputs)
    {
        var universe = new Universe();
        foreach (var path in assemblies)
        {
            universe.Add(path);
        }

        var added = libraries.Select(universe.Add).OfType<AssemblyImage>().ToList();
        universe.Link();
        var contracts = Contracts.Read(Path.Combine(inputs, "Contracts.txt"), universe);
        var instances = Instances.Read(Path.Combine(inputs, "Instances.txt"), universe);
        var cuts = Cuts.Read(Path.Combine(inputs, "Cuts.txt"), universe);
        var seeds = Seeds.Read([Path.Combine(inputs, $"Seeds.{platform}.txt"), Path.Combine(inputs, "Seeds.managed.txt")], universe);
        var graph = CallGraph.Build(universe, contracts, cuts);
        var tracing = new StreamTracing(contracts, instances);
        var propagation = new Propagation(graph, seeds, cuts, contracts, tracing);
        propagation.Run();
        var analysis = new Analysis(platform, universe, contracts, instances, cuts, seeds, graph, tracing, propagation);
        analysis.libraries.UnionWith(added);
        return analysis;
    }

    /// <summary>Whether the method is not the framework's.</summary>
    public bool IsLibrary(MethodNode method) => libraries.Contains(method.Owner.Assembly);

    /// <summary>What a method does, with a witness for each effect. Of an abstract one: what its implementations agree on.</summary>
    public IReadOnlyDictionary<EffectKey, Witness> EffectsOf(MethodNode method)
    {
        if (Contracts.Find(method) is not null || method.HasBody || !method.IsVirtual)
        {
            return Graph.Find(method)?.Effects ?? [];
        }

        return Graph.FindSlot(method)?.Effects ?? [];
    }

    public void Dispose() => Universe.Dispose();
}
