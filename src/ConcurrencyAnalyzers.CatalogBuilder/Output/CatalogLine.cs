using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Bodies;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;

namespace ConcurrencyAnalyzers.CatalogBuilder.Output;

/// <summary>A line of a catalog file; the syntax is that of the analyzers' <c>Catalog/FORMAT.md</c>.</summary>
internal sealed record CatalogLine(string Id, ImmutableArray<string> Effects, string Strength, string Platforms, ImmutableArray<string> Flags, string Counterpart)
{
    private static readonly string[] Strengths = ["definite", "likely", "maybe", "never"];

    /// <summary>The parameter that decides the effect, null if none does.</summary>
    public int? DependsOn
    {
        get
        {
            foreach (var flag in Flags)
            {
                if (flag == "receiver")
                {
                    return Value.Receiver;
                }

                if (flag.StartsWith("poly:", StringComparison.Ordinal) && int.TryParse(flag[5..], CultureInfo.InvariantCulture, out var parameter))
                {
                    return parameter;
                }
            }

            return null;
        }
    }

    /// <summary>Whether the effect is said, if only that there is none; "-" leaves it to the derivation.</summary>
    public bool SaysEffect { get; init; } = true;

    /// <summary>All columns but the ID.</summary>
    public string Facts => string.Join(' ', Columns.Skip(1));

    public string[] Columns =>
    [
        Id,
        Effects.IsEmpty ? (Id[0] == 'T' ? "-" : "none") : string.Join(',', Effects),
        Strength,
        Platforms,
        Flags.IsEmpty ? "-" : string.Join(',', Flags),
        Counterpart,
    ];

    /// <exception cref="InputException">A line has no ID, or a strength that is none.</exception>
    public static IEnumerable<CatalogLine> ReadFile(string path) => InputFile.Read(path).Select(Parse);

    public static CatalogLine Parse(InputLine line)
    {
        var id = line.Columns[0];
        if (id.Length < 3 || id[1] != ':' || id[0] is not ('M' or 'P' or 'T'))
        {
            throw line.Error("the first column is a documentation ID that starts with 'M:', 'P:' or 'T:'");
        }

        var effects = line.Required(1, "the effect");
        var strength = line.Column(2) ?? "definite";
        if (!Strengths.Contains(strength))
        {
            throw line.Error($"'{strength}' is no strength: {string.Join(", ", Strengths)}");
        }

        return new CatalogLine(
            id,
            effects is "none" or "-" ? [] : [.. effects.Split(',')],
            strength,
            line.Column(3) ?? "any",
            line.Column(4) is { } flags ? [.. flags.Split(',').Where(static flag => flag != "optional")] : [],
            line.Column(5) ?? "-")
        {
            SaysEffect = effects != "-",
        };
    }
}
