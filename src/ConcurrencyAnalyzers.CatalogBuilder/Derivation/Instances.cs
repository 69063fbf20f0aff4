using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;
using ConcurrencyAnalyzers.CatalogBuilder.Output;

namespace ConcurrencyAnalyzers.CatalogBuilder.Derivation;

/// <summary>What an instance of a stream-like type stands for: memory, a file, the network, or what it was given.</summary>
internal sealed class Instances
{
    private readonly Dictionary<TypeNode, Instance> types = [];
    private readonly Dictionary<MethodNode, (Instance Instance, CatalogLine Line)> results = [];
    private readonly List<CatalogLine> unused = [];

    private Instances(IReadOnlyList<CatalogLine> lines) => Lines = lines;

    public IReadOnlyList<CatalogLine> Lines { get; }

    /// <summary>Lines that name nothing in the universe.</summary>
    public IEnumerable<CatalogLine> Unused => unused;

    public static Instances Read(string path, Universe universe)
    {
        var instances = new Instances([.. CatalogLine.ReadFile(path)]);
        foreach (var line in instances.Lines)
        {
            if (line.Id[0] != 'T')
            {
                instances.ReadResult(line, universe);
            }
            else if (DocumentationIds.FindType(universe, line.Id[2..]) is { } type)
            {
                var word = line.Effects is [var only] ? only : "";
                instances.types[type] = new Instance(word == "memory" ? null : EffectKinds.Parse(word), line.Flags.Contains("wraps"));
            }
            else
            {
                instances.unused.Add(line);
            }
        }

        return instances;
    }

    /// <summary>What the result of a method stands for, whatever its type says.</summary>
    public Instance? FindResult(MethodNode method) => results.GetValueOrDefault(method).Instance;

    /// <summary>The whole line about a method, if it says more than what the result stands for.</summary>
    public CatalogLine? FindResultLine(MethodNode method) => results.GetValueOrDefault(method).Line is { SaysEffect: true } line ? line : null;

    public Instance? Find(TypeSignature? type)
    {
        for (var current = type?.Type; current is not null; current = current.Base?.Type)
        {
            if (types.TryGetValue(current, out var known))
            {
                return known;
            }
        }

        return null;
    }

    private void ReadResult(CatalogLine line, Universe universe)
    {
        var word = line.Flags.Select(static flag => flag.StartsWith("returns:", StringComparison.Ordinal) ? flag["returns:".Length..] : null).FirstOrDefault(static word => word is not null);
        var found = false;
        foreach (var method in DocumentationIds.FindMethods(universe, line.Id))
        {
            results[method] = (new Instance(word is null or "memory" ? null : EffectKinds.Parse(word), Wraps: false), line);
            found = true;
        }

        if (!found)
        {
            unused.Add(line);
        }
    }
}

/// <param name="Kind">The kind of I/O, null for memory.</param>
/// <param name="Wraps">Whether an instance stands for the stream, reader or writer it was given.</param>
internal sealed record Instance(EffectKind? Kind, bool Wraps);
