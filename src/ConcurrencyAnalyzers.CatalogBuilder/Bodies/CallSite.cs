using System.Collections.Immutable;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Bodies;

internal enum CallKind : byte
{
    Direct,
    Virtual,
    New,
}

/// <summary>A call in a body.</summary>
internal sealed class CallSite
{
    public required MethodReference Target { get; init; }

    public required CallKind Kind { get; init; }

    /// <summary>What the method is given, its receiver first if it has one; a constructor's receiver is the new object.</summary>
    public required ImmutableArray<Value> Arguments { get; init; }

    /// <summary>The type that a call through a type parameter is constrained to.</summary>
    public TypeSignature? Constraint { get; init; }

    /// <summary>Whether it stands where a static field is filled for the first time.</summary>
    public bool IsOnce { get; init; }

    /// <summary>Whether the object that is waited for was seen to be complete on the way here.</summary>
    public bool IsGuarded { get; init; }

    /// <summary>Where it stands in <see cref="BodyFacts.Paths"/>.</summary>
    public int Block { get; init; }

    /// <summary>What parameter <paramref name="parameter"/> is given; <see cref="Value.Receiver"/> is the receiver.</summary>
    public Value Argument(int parameter)
    {
        var index = Target.IsInstance || Kind == CallKind.New ? parameter + 1 : parameter;
        return index >= 0 && index < Arguments.Length ? Arguments[index] : Value.Unknown;
    }
}
