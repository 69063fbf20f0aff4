using System;
using System.Collections.Immutable;
using System.Linq;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What is known of a type that asks other machines, or paces those who do.</summary>
/// <param name="Kind">Network or database; null where the type does not tell.</param>
/// <param name="Use">Who may use an instance at the same time.</param>
/// <param name="Reads">The names of members that change nothing over there; a trailing <c>*</c> is a prefix.</param>
internal sealed record RemoteEntry(Effect? Kind, RemoteUse Use, ImmutableArray<string> Reads)
{
    public bool OnlyReads(string member) =>
        Reads.Any(name => name.EndsWith("*", StringComparison.Ordinal) ? member.StartsWith(name.TrimEnd('*'), StringComparison.Ordinal) : member == name);
}
