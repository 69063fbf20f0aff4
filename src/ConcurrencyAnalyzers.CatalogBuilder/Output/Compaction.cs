using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Output;

/// <summary>
/// Says the same with fewer lines, by the rules the analyzers look lines up with: a line without parameters speaks for all overloads, and a member
/// without a line has that of what it overrides, hides or implements.
/// </summary>
internal static class Compaction
{
    private static readonly string[] Grades = ["name", "compatible", "token", "exact"];

    /// <summary>The lines that are needed, with the member each was made for.</summary>
    public static IEnumerable<(SurfaceMember Member, CatalogLine Line)> Compact(Catalog catalog)
    {
        foreach (var overloads in catalog.Surface.Members.GroupBy(static member => CuratedLines.FamilyOf(member.Id)))
        {
            var members = overloads.ToList();
            var said = members.ConvertAll(member => catalog.Find(member.Id));
            if (members.Zip(said).All(pair => Catalog.SameFacts(pair.Second, Inherited(catalog, pair.First))))
            {
                continue;
            }

            var inherited = members.ConvertAll(member => catalog.Find(member.Id) ?? Inherited(catalog, member));
            var groups = inherited.OfType<CatalogLine>().GroupBy(FactsOf).OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key, StringComparer.Ordinal).ToList();
            if (groups.Count == 0)
            {
                continue;
            }

            var silent = inherited.Count(static line => line is null);
            var family = groups[0].Count() > silent ? groups[0].Key : null;
            if (family is not null)
            {
                yield return (members[0], groups[0].First() with { Id = overloads.Key, Counterpart = Worst(groups[0]) });
            }

            foreach (var (member, line) in members.Zip(inherited))
            {
                if (line is not null && FactsOf(line) != family)
                {
                    yield return (member, line with { Id = DocumentationIds.Exact(member.Id) });
                }
                else if (line is null && family is not null)
                {
                    yield return (member, new CatalogLine(DocumentationIds.Exact(member.Id), [], "never", "any", [], "none"));
                }
            }
        }
    }

    // In the order the analyzers look: what is overridden, what is hidden, what is implemented.
    private static CatalogLine? Inherited(Catalog catalog, SurfaceMember member)
    {
        var method = member.Shown;
        if (method.IsConstructor)
        {
            return null;
        }

        var pending = new Queue<MethodNode>(method.Slots.Where(static slot => !slot.Owner.IsInterface));
        while (pending.TryDequeue(out var overridden))
        {
            if (Own(catalog, overridden) is { } line)
            {
                return line;
            }

            foreach (var next in overridden.Slots.Where(static slot => !slot.Owner.IsInterface))
            {
                pending.Enqueue(next);
            }
        }

        for (var type = method.Owner.Base?.Type; type is not null && type.Name != "System.Object"; type = type.Base?.Type)
        {
            if (Declares(type, method) is { } hidden && Own(catalog, hidden) is { } line)
            {
                return line;
            }
        }

        foreach (var contract in method.Owner.AllInterfaces)
        {
            if (contract.Type is { } type && Declares(type, method) is { } declared && Own(catalog, declared) is { } line)
            {
                return line;
            }
        }

        return null;
    }

    private static MethodNode? Declares(TypeNode type, MethodNode like) =>
        type.Methods.Find(method => method.Name == like.Name && method.IsStatic == like.IsStatic && method.Parameters.Length == like.Parameters.Length);

    private static CatalogLine? Own(Catalog catalog, MethodNode method) => catalog.Find(DocumentationIds.Of(method));

    private static string FactsOf(CatalogLine line) => (line with { Counterpart = Catalog.WithoutGrade(line.Counterpart) }).Facts;

    // One line for several overloads promises what the least of them has.
    private static string Worst(IEnumerable<CatalogLine> lines)
    {
        var counterparts = lines.Select(static line => line.Counterpart).ToList();
        var grades = counterparts.Select(static counterpart => counterpart.LastIndexOf('/') is > 0 and var slash ? Array.IndexOf(Grades, counterpart[(slash + 1)..]) : -1).ToList();
        var plain = Catalog.WithoutGrade(counterparts[0]);
        return grades.Min() is >= 0 and var worst ? $"{plain}/{Grades[worst]}" : plain;
    }
}
