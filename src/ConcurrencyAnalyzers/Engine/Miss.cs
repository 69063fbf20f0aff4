using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What was found missing where some work is done, so that it need not be done again once it is kept.</summary>
/// <param name="store">The field or property that lacks it.</param>
/// <param name="frequency">Once where it holds one thing for good; otherwise whenever it lacks the one that is asked for, or what it has is old.</param>
/// <param name="callees">What is called there: one of these may fill it. Empty where it is filled in sight.</param>
internal sealed class Miss(ISymbol store, Frequency frequency, ImmutableArray<IMethodSymbol> callees)
{
    public ISymbol Store { get; } = store;

    public Frequency Frequency { get; } = frequency;

    /// <summary>It is kept where it was missed.</summary>
    public bool IsFilledInSight => Callees.IsEmpty;

    public ImmutableArray<IMethodSymbol> Callees { get; } = callees;
}
