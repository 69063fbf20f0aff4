using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Recognises the half of a pair that is there for synchronous callers: beside it stands its asynchronous form, which never comes back to its caller's
/// context, or is started without one, so that it can be waited for. Who writes such a pair has thought of it.
/// </summary>
internal sealed class SyncPairs(Counterparts counterparts, Bodies bodies)
{
    /// <summary>Asynchronous forms often only call what does the work.</summary>
    private const int MaximumHops = 3;

    public bool IsHalf(IMethodSymbol method, CancellationToken cancellationToken) =>
        counterparts.Find(method) is { } counterpart
        && (LeavesContext(counterpart.Method, MaximumHops, cancellationToken) || IsStartedOnPool(method, counterpart.Method.Canonical(), cancellationToken));

    /// <summary>The method hands its asynchronous form to the pool, and calls it nowhere else.</summary>
    private bool IsStartedOnPool(IMethodSymbol method, IMethodSymbol asynchronous, CancellationToken cancellationToken) =>
        bodies.Of(method, cancellationToken) is { } body && !IsCalledIn(body, asynchronous)
        && body.Calls.SelectMany(static call => call.Delegates).Any(argument => argument.Use == DelegateUse.Pool
            && (asynchronous.IsSameAs(argument.Method?.Canonical()) || (argument.Body is { } work && IsCalledIn(work, asynchronous))));

    private static bool IsCalledIn(Body body, IMethodSymbol method) => body.Calls.Any(call => call.Target.Canonical().IsSameAs(method));

    private bool LeavesContext(IMethodSymbol method, int hops, CancellationToken cancellationToken) =>
        hops > 0 && bodies.Of(method, cancellationToken) is { IsAsyncCode: true } body
        && (body.LeavesContextAt != int.MaxValue || (!body.IsAsync && body.Calls.Any(call => call.Has(CallTraits.Returned) && LeavesContext(call.Target, hops - 1, cancellationToken))));
}
