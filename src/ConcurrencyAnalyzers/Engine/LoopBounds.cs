using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>From where to where a loop over numbers counts, as far as the code says.</summary>
internal static class LoopBounds
{
    /// <summary>Up to here one thread is done with tiny items before another one has begun.</summary>
    private const long FewItems = 1_000;

    /// <summary>There are few items, whatever the input.</summary>
    public static bool AreNear(IInvocationOperation loop) => Distance(loop) is <= FewItems;

    /// <summary>Null where it is not known before the program runs.</summary>
    public static long? Distance(IInvocationOperation loop) => loop.TargetMethod.Name == "For" ? Number(loop, 1) - Number(loop, 0) : null;

    private static long? Number(IInvocationOperation loop, int parameter) => loop.ArgumentAt(parameter)?.ConstantValue switch
    {
        { HasValue: true, Value: int number } => number,
        { HasValue: true, Value: long number } => number,
        _ => null,
    };
}
