using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>The shortest proof of an effect: a chain of calls that ends at an API, or at code that computes.</summary>
/// <remarks>Immutable and singly linked, so that callers share the tails of their callees.</remarks>
internal sealed class Witness
{
    /// <summary>Longer chains are dropped: nobody follows them, and 96 of 100 real ones have four hops or fewer.</summary>
    public const int MaximumLength = 8;

    public Witness(ISymbol member, SyntaxNode? site, Witness? next, string? evidence = null)
    {
        Member = member;
        Site = site;
        Next = next;
        Evidence = evidence;
        Length = next is null ? 1 : next.Length + 1;
    }

    /// <summary>What is called here.</summary>
    public ISymbol Member { get; }

    /// <summary>Where it is called.</summary>
    public SyntaxNode? Site { get; }

    /// <summary>What the called member does in turn; null when the member itself is the proof.</summary>
    public Witness? Next { get; }

    /// <summary>What proves computation: "2 nested loops over 'rows'".</summary>
    public string? Evidence { get; }

    public int Length { get; }

    public Witness Last
    {
        get
        {
            var last = this;
            while (last.Next is { } next)
            {
                last = next;
            }

            return last;
        }
    }

    public IEnumerable<Witness> Hops()
    {
        for (var hop = this; hop is not null; hop = hop.Next)
        {
            yield return hop;
        }
    }
}
