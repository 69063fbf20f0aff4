using System;
using System.Collections.Generic;
using System.Linq;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>Every family that is measured, by name, and behind it what else belongs to it.</summary>
internal static class FamilyCatalog
{
    public static IReadOnlyList<Family> All { get; } =
    [
        .. new[]
        {
            HashFamilies.All, CipherFamilies.All, KeyFamilies.All, PasswordFamilies.All, CertificateFamilies.All, CompressionFamilies.All, SortFamilies.All,
            CollectionFamilies.All, RegexFamilies.All, JsonFamilies.All, XmlFamilies.All, TextFamilies.All, NumberFamilies.All, CodeFamilies.All,
        }.SelectMany(static families => families)
            .OrderBy(static family => family.Of ?? family.Name, StringComparer.Ordinal)
            .ThenBy(static family => family.Of is not null)
            .ThenBy(static family => family.Name, StringComparer.Ordinal),
    ];

    public static IEnumerable<string> Names => All.Where(static family => family.Of is null).Select(static family => family.Name);

    public static IEnumerable<Family> Find(string name) => All.Where(family => (family.Of ?? family.Name) == name);
}
