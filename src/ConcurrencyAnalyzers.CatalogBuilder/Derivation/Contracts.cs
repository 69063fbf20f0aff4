using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Bodies;
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
        foreach (var line in contracts.Lines.OrderBy(static line => line.Id.Contains('(')))
        {
            foreach (var method in DocumentationIds.FindMethods(universe, line.Id))
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

    /// <summary>The effects that a contract promises.</summary>
    public static IEnumerable<EffectKey> KeysOf(CatalogLine line)
    {
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
