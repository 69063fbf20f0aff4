using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Derivation;

/// <summary>
/// Where effects come from: native entry points (<c>library!entry</c>), calls into the runtime (<c>internal!Type.Method</c>), and the few managed
/// methods whose kind is not that of what they call (<c>managed!Pattern</c>).
/// </summary>
internal sealed class Seeds
{
    private readonly Dictionary<string, EffectKind> natives = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, EffectKind> internals = new(StringComparer.Ordinal);
    private readonly Dictionary<MethodNode, (EffectKind Kind, Pattern Pattern)> managed = [];
    private readonly HashSet<string> used = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> all = [];

    /// <summary>Reads the seeds of a platform.</summary>
    /// <exception cref="InputException">A line is not <c>kind what</c>.</exception>
    public static Seeds Read(IEnumerable<string> paths, Universe universe)
    {
        var seeds = new Seeds();
        var patterns = new List<(EffectKind Kind, Pattern Pattern)>();
        foreach (var line in paths.SelectMany(InputFile.Read))
        {
            var kind = EffectKinds.Parse(line.Columns[0]) ?? throw line.Error($"'{line.Columns[0]}' is no kind of effect");
            var what = line.Required(1, "the entry point");
            seeds.all.Add(what);
            if (what.StartsWith("managed!", StringComparison.Ordinal))
            {
                patterns.Add((kind, new Pattern(what["managed!".Length..])));
            }
            else if (what.StartsWith("internal!", StringComparison.Ordinal))
            {
                seeds.internals[what["internal!".Length..]] = kind;
            }
            else if (what.Contains('!'))
            {
                seeds.natives[Normalize(what)] = kind;
            }
            else
            {
                throw line.Error("a seed is 'library!entry', 'internal!Type.Method' or 'managed!Pattern'");
            }
        }

        foreach (var (method, pattern) in Pattern.Select([.. patterns.Select(static pair => pair.Pattern)], universe.Methods))
        {
            seeds.managed.Add(method, (patterns.Find(pair => ReferenceEquals(pair.Pattern, pattern)).Kind, pattern));
            seeds.used.Add($"managed!{pattern.Text}");
        }

        return seeds;
    }

    /// <summary>Seeds that no method of the universe was found for.</summary>
    public IEnumerable<string> Unused => all.Where(seed => !used.Contains(seed) && !used.Contains(Normalize(seed)));

    /// <summary>Whether what the method calls is to be disregarded.</summary>
    public bool IsManaged(MethodNode method) => managed.ContainsKey(method);

    /// <summary>The effect of a method that is a seed, and what it is called.</summary>
    public (EffectKind Kind, string Source)? Find(MethodNode method)
    {
        if (managed.TryGetValue(method, out var own))
        {
            return (own.Kind, $"curated: {own.Pattern.Text}");
        }

        if (method.NativeEntry is { } entry && natives.TryGetValue(Normalize(entry), out var native))
        {
            used.Add(Normalize(entry));
            return (native, $"native: {entry}");
        }

        if (method.IsInternalCall && internals.TryGetValue(method.FullName, out var runtime))
        {
            used.Add($"internal!{method.FullName}");
            return (runtime, $"runtime: {method.FullName}");
        }

        return null;
    }

    private static string Normalize(string entry)
    {
        var mark = entry.IndexOf('!');
        var library = entry[..mark];
        return library.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? library[..^4] + entry[mark..] : entry;
    }
}
