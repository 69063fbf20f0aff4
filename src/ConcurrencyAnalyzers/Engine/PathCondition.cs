using System;
using System.Globalization;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What a parameter of a body has to be for a place in it to be reached. Of all that has to hold one term is kept: it only ever rules out.</summary>
/// <param name="Parameter">The ordinal of the parameter.</param>
/// <param name="Value">A constant.</param>
/// <param name="IsEqual">The parameter is that constant; otherwise it is anything else.</param>
internal readonly record struct PathCondition(int Parameter, object? Value, bool IsEqual)
{
    /// <summary>A whole number is the same in every type.</summary>
    public static object? Canonical(object? constant) => constant switch
    {
        char or sbyte or byte or short or ushort or int or uint => Convert.ToInt64(constant, CultureInfo.InvariantCulture),
        ulong and <= long.MaxValue => Convert.ToInt64(constant, CultureInfo.InvariantCulture),
        _ => constant,
    };

    /// <summary>A flag or a kind says more than that there is something at all.</summary>
    public static PathCondition? Choose(PathCondition? near, PathCondition? far) => near is { Value: not null } || far is not { Value: not null } ? near ?? far : far;

    /// <summary>An order that depends on nothing but the source.</summary>
    public static int Compare(PathCondition? left, PathCondition? right) => left is not { } a ? (right is null ? 0 : -1)
        : right is not { } b ? 1
        : a.Parameter != b.Parameter ? a.Parameter.CompareTo(b.Parameter)
        : a.IsEqual != b.IsEqual ? a.IsEqual.CompareTo(b.IsEqual)
        : string.CompareOrdinal(Convert.ToString(a.Value, CultureInfo.InvariantCulture), Convert.ToString(b.Value, CultureInfo.InvariantCulture));
}
