using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What one body shows of computation: how its loops over unbounded ranges nest, and whether it calls itself more than once.</summary>
internal sealed class Computation(int nest, string? ranges, bool branchingRecursion, SyntaxNode? site)
{
    public static readonly Computation None = new(0, null, false, null);

    /// <summary>The deepest nest of loops over unbounded ranges with arithmetic on elements inside. One loop is never evidence.</summary>
    public int Nest { get; } = nest;

    /// <summary>What the loops of that nest run over.</summary>
    public string? Ranges { get; } = ranges;

    public bool BranchingRecursion { get; } = branchingRecursion;

    public SyntaxNode? Site { get; } = site;

    /// <summary>The evidence in words, or null when there is none.</summary>
    public string? Evidence =>
        Nest >= 2 ? $"{Nest} nested loops over {Ranges}"
        : BranchingRecursion ? "branching recursion"
        : null;
}
