using System;
using ConcurrencyAnalyzers.Catalog;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>
/// One section of the table of computations: APIs that cost the same, of which one is measured. <paramref name="Prepare"/> makes the input of a
/// size and gives the call that is measured; <paramref name="Unit"/> is what the size counts.
/// </summary>
internal sealed record Family(string Name, Growth Growth, string Unit, int Small, int Large, Func<int, Action> Prepare)
{
    /// <summary>The family whose cost this is said to share: then the name is that of an API, and recorded is how true that is.</summary>
    public string? Of { get; init; }

    /// <summary>The platform has it.</summary>
    public bool IsSupported { get; init; } = true;

    /// <summary>Calls that make one sample, where no two of them take the same time.</summary>
    public int CallsAtOnce { get; init; } = 1;

    /// <summary>A family whose one call has one ordinary size.</summary>
    public static Family Call(string name, Func<Action> prepare) => new(name, Growth.Constant, "call", 1, 1, _ => prepare());

    /// <summary>A family whose one call may be given more, and costs the same nevertheless.</summary>
    public static Family Call(string name, int small, int large, Func<int, Action> prepare) =>
        new(name, Growth.Constant, "call", small, large, prepare);

    public static Family Linear(string name, string unit, int small, int large, Func<int, Action> prepare) =>
        new(name, Growth.Linear, unit, small, large, prepare);

    public static Family LogLinear(string name, int small, int large, Func<int, Action> prepare) =>
        new(name, Growth.LogLinear, "element", small, large, prepare);

    /// <summary>How many units of cost a size is, by the growth that is claimed.</summary>
    public static double Units(Growth growth, double size) => growth switch
    {
        Growth.Linear => size,
        Growth.LogLinear => size * Math.Log2(size),
        _ => 1,
    };
}
