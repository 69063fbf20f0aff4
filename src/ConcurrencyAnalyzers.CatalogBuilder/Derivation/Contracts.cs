using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Bodies;
using ConcurrencyAnalyzers.CatalogBuilder.Graph;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;
using ConcurrencyAnalyzers.CatalogBuilder.Output;

namespace ConcurrencyAnalyzers.CatalogBuilder.Derivation;

/// <summary>
/// What slots promise whatever implements them: reading from a stream is I/O of a kind that the stream decides, a database command asks a database.
/// A body behind such a slot is not looked into.
/// </summary>
internal sealed class Contracts
{
    private readonly Dictionary<MethodNode, CatalogLine> own = [];
    private readonly Dictionary<MethodNode, CatalogLine?> inherited = [];
    private readonly HashSet<TypeNode> streamLike = [];
    private readonly HashSet<CatalogLine> used = [];

    private Contracts(IReadOnlyList<CatalogLine> lines) => Lines = lines;

    public IReadOnlyList<CatalogLine> Lines { get; }

    /// <summary>Lines that name nothing in the universe.</summary>
    public IEnumerable<CatalogLine> Unused => Lines.Except(used);

    public static Contracts Read(string path, Universe universe)
    {
        var contracts = new Contracts([.. CatalogLine.ReadFile(path)]);
        foreach (var line in contracts.Lines.OrderBy(static line => line.Id.Contains('(')).ThenByDescending(static line => line.Id.EndsWith(".*", StringComparison.Ordinal)))
        {
            var described = line.Id.EndsWith(".*", StringComparison.Ordinal) ? Paired(universe, line.Id[2..^2]) : DocumentationIds.FindMethods(universe, line.Id);
            foreach (var method in described)
            {
                contracts.own[method] = line;
                contracts.used.Add(line);
                if (line.Effects.Contains("stream"))
                {
                    contracts.streamLike.Add(method.Owner);
                }
            }
        }

        return contracts;
    }

    /// <summary>The methods of a type that have an asynchronous form of the same name, in the type or in one it inherits, and those forms.</summary>
    private static IEnumerable<MethodNode> Paired(Universe universe, string typeName)
    {
        if (DocumentationIds.FindType(universe, typeName) is not { } type)
        {
            return [];
        }

        var forms = type.AllInterfaces.Select(static contract => contract.Type).OfType<TypeNode>()
            .Concat(type.SelfAndBases().Select(static seen => seen.Type).OfType<TypeNode>())
            .SelectMany(static node => node.Methods).Where(AsyncShape.Of).ToLookup(static method => method.Name);
        var synchronous = type.Methods.Where(method => !AsyncShape.Of(method) && forms.Contains($"{method.Name}Async")).ToList();
        return synchronous.Concat(synchronous.SelectMany(method => forms[$"{method.Name}Async"])).Distinct();
    }

    /// <summary>The contract that a method is bound by, its own or that of what it overrides or implements.</summary>
    public CatalogLine? Find(MethodNode method)
    {
        if (inherited.TryGetValue(method, out var known))
        {
            return known;
        }

        // Odd metadata may let slots form a ring.
        inherited[method] = null;
        var found = own.GetValueOrDefault(method) ?? method.Slots.Select(Find).FirstOrDefault(static line => line is not null);
        inherited[method] = found;
        return found;
    }

    /// <summary>The effects that a contract promises. What only may happen is said of the member itself, and of none that calls it.</summary>
    public static IEnumerable<EffectKey> KeysOf(CatalogLine line)
    {
        if (line.Strength is "maybe" or "never")
        {
            yield break;
        }

        var parameter = line.DependsOn;
        foreach (var word in line.Effects)
        {
            if (EffectKinds.Parse(word) is { } kind)
            {
                yield return new EffectKey(kind, kind == EffectKind.Stream ? parameter ?? Value.Receiver : EffectKey.Undecided);
            }
        }
    }

    /// <summary>Whether a value of the type can be what a <see cref="EffectKind.Stream"/> effect is decided by.</summary>
    public bool IsStreamLike(TypeSignature? type) => type?.Type is { } node && IsStreamLike(node);

    private bool IsStreamLike(TypeNode type)
    {
        for (var current = type; current is not null; current = current.Base?.Type)
        {
            if (streamLike.Contains(current))
            {
                return true;
            }
        }

        return false;
    }
}
