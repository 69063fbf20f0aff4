using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>How often work is done where something was found missing: that depends on whether anyone keeps what it gives.</summary>
internal sealed class Misses(Bodies bodies)
{
    /// <summary>How many calls away from where something was missing the method that puts it there is looked for.</summary>
    private const int MaximumHops = 2;

    /// <summary>How often at most the call is made; null where nothing says that what it gives is kept.</summary>
    public Frequency? RarestOf(CallSite call, CancellationToken cancellationToken) =>
        call.Has(CallTraits.Once) ? Frequency.Once : call.Miss is { } miss ? RarestOf(miss, cancellationToken) : null;

    /// <summary>It is kept where it was missing, or one of the methods that are called there keeps it.</summary>
    public Frequency? RarestOf(Miss miss, CancellationToken cancellationToken) =>
        miss.IsFilledInSight || miss.Callees.Any(callee => Fills(callee, miss.Store, MaximumHops, cancellationToken)) ? miss.Frequency : null;

    private bool Fills(IMethodSymbol method, ISymbol store, int hops, CancellationToken cancellationToken) =>
        hops > 0 && bodies.Of(method, cancellationToken) is { } body
        && body.SelfAndNested().Any(part => part.Filled.Contains(store, SymbolEqualityComparer.Default)
            || part.Calls.Any(call => (call.IsOnSelf || call.Target.IsStatic) && Fills(call.Target.Canonical(), store, hops - 1, cancellationToken)));
}
