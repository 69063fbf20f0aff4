using System.Collections.Generic;
using System.Collections.Immutable;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Bodies;

/// <summary>What one body does, read once; calls on the way to an exception are left out.</summary>
internal sealed class BodyFacts
{
    public static readonly BodyFacts Empty = new();

    public List<CallSite> Calls { get; } = [];

    /// <summary>What it returns, where every way returns the same.</summary>
    public Value? Result { get; set; }

    /// <summary>The parameters whose delegates it invokes.</summary>
    public List<int> InvokedParameters { get; } = [];

    /// <summary>The types whose objects it makes: an iterator's own among them.</summary>
    public List<TypeNode> Made { get; } = [];

    public bool NeverReturns { get; set; }

    /// <summary>The ways through the body.</summary>
    public Paths Paths { get; set; } = Paths.None;
}
