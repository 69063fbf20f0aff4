using System;
using System.Collections.Generic;
using System.IO;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Output;

/// <summary>Asynchronous forms whose names say nothing, by documentation ID; without a parameter list for every overload.</summary>
internal sealed class CounterpartNames
{
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    /// <exception cref="InputException">A line lacks its second column.</exception>
    public CounterpartNames(string path)
    {
        foreach (var line in File.Exists(path) ? InputFile.Read(path) : [])
        {
            if (!names.TryAdd(line.Columns[0], line.Required(1, "the counterpart")))
            {
                throw line.Error("the member has a counterpart further up");
            }
        }
    }

    /// <summary>Lines that no member was found for.</summary>
    public IEnumerable<string> Unused
    {
        get
        {
            foreach (var id in names.Keys)
            {
                if (!used.Contains(id))
                {
                    yield return id;
                }
            }
        }
    }

    public string? Find(string id)
    {
        foreach (var key in new[] { DocumentationIds.Exact(id), CuratedLines.FamilyOf(id) })
        {
            if (names.TryGetValue(key, out var name))
            {
                used.Add(key);
                return name;
            }
        }

        return null;
    }
}
