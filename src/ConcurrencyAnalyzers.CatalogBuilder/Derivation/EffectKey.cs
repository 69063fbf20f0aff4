using ConcurrencyAnalyzers.CatalogBuilder.Bodies;

namespace ConcurrencyAnalyzers.CatalogBuilder.Derivation;

/// <summary>One thing that a procedure does.</summary>
/// <param name="Kind">What.</param>
/// <param name="Parameter">For <see cref="EffectKind.Stream"/>: the argument that decides, <see cref="Value.Receiver"/> or <see cref="Undecided"/>.</param>
/// <param name="IsOnce">Only the first time.</param>
/// <param name="IsDeferred">Where the result is enumerated.</param>
internal readonly record struct EffectKey(EffectKind Kind, int Parameter = EffectKey.Undecided, bool IsOnce = false, bool IsDeferred = false)
{
    public const int Undecided = -2;

    public override string ToString() =>
        Kind.Word()
        + (Kind != EffectKind.Stream ? "" : Parameter switch { Undecided => "(unknown)", Value.Receiver => "(receiver)", _ => $"({Parameter})" })
        + (IsOnce ? ", once" : "")
        + (IsDeferred ? ", deferred" : "");
}
