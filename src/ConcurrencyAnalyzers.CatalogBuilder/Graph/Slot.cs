using System;
using System.Collections.Generic;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Graph;

/// <summary>
/// A virtual call as its receiver's type narrows it. It has an effect when three quarters of the candidates have it; those that only forward to
/// another object's implementation, or always throw, abstain.
/// </summary>
internal sealed class Slot(MethodNode root, TypeNode receiver) : IEffectSource
{
    public MethodNode Root => root;

    public TypeNode Receiver => receiver;

    public List<Procedure> Candidates { get; } = [];

    public List<Edge> Callers { get; } = [];

    public Dictionary<EffectKey, Witness> Effects { get; } = [];

    public Dictionary<EffectKey, int> Votes { get; } = [];

    /// <summary>
    /// Whether the one candidate is the only one there can be. What other assemblies can implement, they may implement otherwise.
    /// </summary>
    public bool IsSingle => Candidates.Count == 1 && !IsOpen;

    /// <summary>Whether other assemblies can add candidates.</summary>
    public bool IsOpen => root is { IsAbstract: true, IsVisible: true } && root.Owner.IsVisible && receiver.IsVisible
        && (receiver.IsInterface || receiver.Methods.Exists(static method => method.IsConstructor && method.IsVisible));

    /// <summary>Whether an effect that this many candidates have is certain, and not only likely.</summary>
    public bool IsCertain(int votes) => !IsOpen && votes == Candidates.Count;

    public int Majority => Math.Max(1, ((Candidates.Count * 3) + 3) / 4);

    public override string ToString() => $"{root} of {receiver}";
}
