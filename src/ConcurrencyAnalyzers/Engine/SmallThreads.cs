using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Finds threads that are made for items one each, where each item is over sooner than its thread is made.</summary>
internal static class SmallThreads
{
    public static bool AreMade(Body body, CallSite call, ConcurrencyModel model, CancellationToken cancellationToken) =>
        IsPlainThread(body, call, model.Symbols) && IsSmall(call, model, cancellationToken) && EachOne.GetsMany(body, call, model, cancellationToken);

    // A stack size, an apartment, a priority, a name: somebody wanted this thread, and the pool has none like it.
    private static bool IsPlainThread(Body body, CallSite call, KnownSymbols symbols) =>
        call is { Target: { MethodKind: MethodKind.Constructor, Parameters.Length: 1 }, Delegates: [_] } && call.Target.ContainingType.IsSameAs(symbols.Thread) && !call.Has(CallTraits.Cold)
        && !body.Root.SelfAndNested().Any(part => part.Calls.Any(other => other.Target.ContainingType.IsSameAs(symbols.Thread) && (ThreadWork.IsChange(other) || other.Target.Name == "set_Name")));

    /// <summary>All of the work is known, it is over soon, and none of it waits or counts on its thread. What may compute for long, depending on what it is given, is told by its cost.</summary>
    private static bool IsSmall(CallSite call, ConcurrencyModel model, CancellationToken cancellationToken) =>
        model.CostOf(call.Delegates[0], cancellationToken).Band is CostBand.Tiny or CostBand.Between
        && model.EffectsOf(call.Delegates[0], cancellationToken) is var summary && summary.Blocking(Strength.Maybe) is null && summary.Find(Effect.Computes, Strength.Likely) is null
        && ThreadWork.Of(call, model, cancellationToken) is { LastsOn: false, ChangesItsThread: false };
}
