using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Derivation;

/// <summary>Names methods: <c>Namespace.Type.Method</c>, where the type may end or start with '*' and the method may, too. Nested types stand after '+'.</summary>
internal sealed class Pattern
{
    private readonly string type;
    private readonly string member;

    public Pattern(string text)
    {
        Text = text;
        var constructor = text.EndsWith("..ctor", StringComparison.Ordinal) || text.EndsWith("..cctor", StringComparison.Ordinal);
        var dot = constructor ? text.LastIndexOf("..", StringComparison.Ordinal) : text.LastIndexOf('.');
        type = dot < 0 ? "*" : text[..dot];
        member = text[(dot + 1)..];
    }

    public string Text { get; }

    public bool Matches(MethodNode method) => Matches(member, method.Name) && Matches(type, method.Owner.Name);

    /// <summary>The methods that any of the patterns names, with the first that does.</summary>
    public static Dictionary<MethodNode, Pattern> Select(IReadOnlyList<Pattern> patterns, IEnumerable<MethodNode> methods)
    {
        var byName = patterns.Where(static pattern => !pattern.member.Contains('*')).ToLookup(static pattern => pattern.member);
        var rest = patterns.Where(static pattern => pattern.member.Contains('*')).ToList();
        var byType = rest.Where(static pattern => !pattern.type.Contains('*')).ToLookup(static pattern => pattern.type);
        var open = rest.Where(static pattern => pattern.type.Contains('*')).ToList();
        var selected = new Dictionary<MethodNode, Pattern>();
        foreach (var method in methods)
        {
            if (byName[method.Name].Concat(byType[method.Owner.Name]).Concat(open).FirstOrDefault(pattern => pattern.Matches(method)) is { } found)
            {
                selected.Add(method, found);
            }
        }

        return selected;
    }

    private static bool Matches(string pattern, string text)
    {
        if (pattern == "*")
        {
            return true;
        }

        var start = pattern[0] == '*';
        var end = pattern[^1] == '*';
        var core = pattern[(start ? 1 : 0)..^(end ? 1 : 0)];
        return (start, end) switch
        {
            (true, true) => text.Contains(core, StringComparison.Ordinal),
            (true, false) => text.EndsWith(core, StringComparison.Ordinal),
            (false, true) => text.StartsWith(core, StringComparison.Ordinal),
            _ => text == core,
        };
    }
}
