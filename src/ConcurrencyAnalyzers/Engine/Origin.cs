using ConcurrencyAnalyzers.Catalog;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What is known, in one body, of where a value comes from. Fields and results of calls are looked into only when someone asks.</summary>
internal readonly struct Origin
{
    private Origin(OriginKind kind, int parameter, ISymbol? source, INamedTypeSymbol? type)
    {
        Kind = kind;
        Parameter = parameter;
        Source = source;
        Type = type;
    }

    public static Origin Unknown => new(OriginKind.Unknown, EffectFact.Nothing, null, null);

    /// <summary>The value itself, while it is being followed: joined with another it leaves the other.</summary>
    public static Origin Circular => new(OriginKind.Unknown, int.MinValue, null, null);

    public OriginKind Kind { get; }

    /// <summary>The parameter that gives the value, <see cref="EffectFact.Receiver"/> or <see cref="EffectFact.Nothing"/>.</summary>
    public int Parameter { get; }

    /// <summary>The field that holds the value or the method that made it.</summary>
    public ISymbol? Source { get; }

    /// <summary>The exact type, where the value was created in sight.</summary>
    public INamedTypeSymbol? Type { get; }

    public bool IsUnknown => Kind == OriginKind.Unknown && Parameter == EffectFact.Nothing && Source is null && Type is null;

    public static Origin Known(OriginKind kind, INamedTypeSymbol? type = null) => new(kind, EffectFact.Nothing, null, type);

    public static Origin OfParameter(int parameter) => new(OriginKind.Unknown, parameter, null, null);

    public static Origin OfMember(ISymbol source) => new(OriginKind.Unknown, EffectFact.Nothing, source, null);

    public bool IsCircular => Parameter == int.MinValue;

    public static Origin Join(Origin left, Origin right) =>
        left.IsCircular ? right
        : right.IsCircular ? left
        : left.Kind == right.Kind && left.Parameter == right.Parameter
        && SymbolEqualityComparer.Default.Equals(left.Source, right.Source) && SymbolEqualityComparer.Default.Equals(left.Type, right.Type)
            ? left
            : left.Kind == right.Kind && left.Kind != OriginKind.Unknown ? Known(left.Kind) : Unknown;
}
