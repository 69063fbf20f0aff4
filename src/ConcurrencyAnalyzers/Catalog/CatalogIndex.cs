using System;
using System.Collections.Generic;
using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.Catalog;

/// <summary>Catalog entries that have all been read, by the metadata name of their type, then by member name.</summary>
internal sealed class CatalogIndex : ITypeCatalog
{
    private readonly Dictionary<string, TypeEntries> types = new(StringComparer.Ordinal);

    public CatalogIndex(IEnumerable<CatalogEntry> entries)
    {
        foreach (var entry in entries)
        {
            var (typeName, memberName) = Split(entry.Id);
            if (!types.TryGetValue(typeName, out var type))
            {
                types.Add(typeName, type = new TypeEntries());
            }

            type.Add(memberName, entry);
        }
    }

    public bool IsEmpty => types.Count == 0;

    public TypeEntries? Find(string typeName) => types.TryGetValue(typeName, out var type) ? type : null;

    /// <summary>"M:N.T`1.Name(System.Int32)" is "N.T`1" and "Name"; a type's own entry has an empty member name.</summary>
    public static (string TypeName, string MemberName) Split(string id)
    {
        if (id[0] == 'T')
        {
            return (id.Substring(2), "");
        }

        var parenthesis = id.IndexOf('(');
        var head = parenthesis < 0 ? id.Substring(2) : id.Substring(2, parenthesis - 2);
        var dot = head.LastIndexOf('.');
        if (dot < 0)
        {
            return (head, "");
        }

        var member = head.Substring(dot + 1);
        var arity = member.IndexOf("``", StringComparison.Ordinal);
        return (head.Substring(0, dot), arity < 0 ? member : member.Substring(0, arity));
    }
}

/// <summary>The entries of one type.</summary>
internal sealed class TypeEntries
{
    private readonly Dictionary<string, ImmutableArray<CatalogEntry>> members = new(StringComparer.Ordinal);

    /// <summary>What an instance stands for.</summary>
    public CatalogEntry? Instance { get; private set; }

    public void Add(string memberName, CatalogEntry entry)
    {
        if (entry.Id[0] == 'T')
        {
            Instance = entry;
        }
        else
        {
            members[memberName] = members.TryGetValue(memberName, out var known) ? known.Add(entry) : [entry];
        }
    }

    public ImmutableArray<CatalogEntry> Find(string memberName) => members.TryGetValue(memberName, out var entries) ? entries : [];
}
