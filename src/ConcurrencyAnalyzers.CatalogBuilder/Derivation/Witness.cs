using ConcurrencyAnalyzers.CatalogBuilder.Graph;

namespace ConcurrencyAnalyzers.CatalogBuilder.Derivation;

/// <summary>Why a procedure has an effect: the next step of the shortest chain that leads to it.</summary>
/// <param name="Next">The callee, null where the effect has its origin.</param>
/// <param name="Key">The effect there.</param>
/// <param name="Source">What the origin is, where there is no next step.</param>
/// <param name="Depth">The number of steps to the origin.</param>
/// <param name="IsVoted">Whether a step on the way is a virtual call with several candidates.</param>
internal sealed record Witness(IEffectSource? Next, EffectKey Key, string Source, int Depth, bool IsVoted);
