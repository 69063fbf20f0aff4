using System.Collections.Generic;
using ConcurrencyAnalyzers.CatalogBuilder.Bodies;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Graph;

/// <summary>A node of the call graph: a method, or a method whose flag says to run synchronously.</summary>
internal sealed class Procedure(MethodNode method, bool isSynchronous) : IEffectSource
{
    public MethodNode Method => method;

    /// <summary>The form of an asynchronous method that its flag makes synchronous.</summary>
    public bool IsSynchronous => isSynchronous;

    public BodyFacts Facts { get; set; } = BodyFacts.Empty;

    public List<Edge> Callers { get; } = [];

    /// <summary>The slots that this is a candidate of.</summary>
    public List<Slot> Slots { get; } = [];

    /// <summary>The parameters whose delegates run before it returns.</summary>
    public SortedSet<int> Invokes { get; } = [];

    /// <summary>Whether its caller gets a task, or a promise of another sort, instead of having to wait.</summary>
    public bool IsAsyncShaped { get; set; }

    /// <summary>Whether what it calls asynchronously is awaited, not waited for.</summary>
    public bool IsAwaiting { get; set; }

    /// <summary>Whether it waits for tasks by blocking.</summary>
    public bool Joins { get; set; }

    public Dictionary<EffectKey, Witness> Effects { get; } = [];

    public override string ToString() => isSynchronous ? $"{method} [async: false]" : method.ToString();
}
