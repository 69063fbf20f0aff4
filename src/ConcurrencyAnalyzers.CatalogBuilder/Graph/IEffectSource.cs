using System.Collections.Generic;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;

namespace ConcurrencyAnalyzers.CatalogBuilder.Graph;

/// <summary>What a call can lead to: one procedure, or the candidates of a virtual call.</summary>
internal interface IEffectSource
{
    List<Edge> Callers { get; }

    Dictionary<EffectKey, Witness> Effects { get; }
}
