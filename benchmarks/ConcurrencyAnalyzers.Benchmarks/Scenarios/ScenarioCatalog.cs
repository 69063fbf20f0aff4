using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Benchmarks.Scenarios;

/// <summary>Does what a load asks for, one way or the other. The result is the same either way.</summary>
public delegate Task<long> ScenarioRun(Load load);

/// <summary>The two sides of one rule, from the folder <c>Scenarios/ID_Stem</c>.</summary>
public sealed record ScenarioPair(string Id, string Stem, ScenarioRun Before, ScenarioRun After)
{
    public string Folder => $"{Id}_{Stem}";

    public override string ToString() => Folder;
}

/// <summary>Every scenario of this assembly, by the names of its namespaces.</summary>
public static class ScenarioCatalog
{
    private static readonly Lazy<ImmutableArray<ScenarioPair>> Found = new(static () => [.. Search()]);

    public static ImmutableArray<ScenarioPair> All => Found.Value;

    public static ScenarioPair? Find(string id) => All.FirstOrDefault(pair => string.Equals(pair.Id, id, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<ScenarioPair> Search()
    {
        var root = typeof(ScenarioCatalog).Namespace + ".";
        return
            from type in typeof(ScenarioCatalog).Assembly.GetTypes()
            where type is { Name: "Scenario", Namespace: { } space } && space.StartsWith(root, StringComparison.Ordinal)
            let parts = type.Namespace![root.Length..].Split('.')
            group (Side: parts[1], Run: Run(type)) by parts[0] into sides
            orderby sides.Key
            let name = sides.Key.Split('_', 2)
            select new ScenarioPair(name[0], name[1], sides.Single(side => side.Side == "Before").Run, sides.Single(side => side.Side == "After").Run);
    }

    private static ScenarioRun Run(Type scenario) =>
        (scenario.GetMethod("RunAsync") ?? throw new InvalidOperationException($"{scenario} has no RunAsync")).CreateDelegate<ScenarioRun>();
}
