using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Decides whether others have to wait for a lock because of what is done while it is held. Where the lock is there to let one at a time use
/// what is waited for, a connection or a stream that the object has, they would have to wait anyway.
/// </summary>
internal sealed class LockedWork(ConcurrencyModel model)
{
    /// <summary>A maker that makes its lock by way of others.</summary>
    private const int MaximumMakers = 3;

    /// <summary>The lock that is held meanwhile; null where none is, or nobody waits who need not.</summary>
    public HeldLock? Around(Body part, CallSite call, EffectFact fact, CancellationToken cancellationToken) =>
        !call.Has(CallTraits.Handler)
        && WorkloadTable.RuleFor(Vehicle.HeldLock, fact.Effect) is not null
        && LockOf(part, call, cancellationToken) is { } held
        && Keeps(part, call, fact, cancellationToken)
            ? held
            : null;

    /// <summary>What work does that is handed over is told where it does it, since it does it in a lock.</summary>
    public bool IsTold(Body work, EffectFact fact, CancellationToken cancellationToken) =>
        WorkloadTable.RuleFor(Vehicle.HeldLock, fact.Effect) is not null && SiteOf(work, fact.Witness.Site) is ({ } body, { } call) && Around(body, call, fact, cancellationToken) is not null;

    /// <summary>A lock, or a resource whose maker has entered one.</summary>
    public bool IsHeld(HeldLock held, CancellationToken cancellationToken) => held.EnteredBy is not { } maker || Enters(maker, MaximumMakers, cancellationToken);

    /// <summary>
    /// The lock that others wait for: what was entered last, in the body itself or around a lambda that runs where it stands. Of what is only tried
    /// nobody waits for the end.
    /// </summary>
    public HeldLock? LockOf(Body part, CallSite call, CancellationToken cancellationToken)
    {
        foreach (var held in call.Locks)
        {
            if (!held.IsTried && IsHeld(held, cancellationToken))
            {
                return held;
            }
        }

        if (part is not { Kind: BodyKind.Lambda, IsAsyncCode: false, Parent: { IsInLock: true } parent })
        {
            return null;
        }

        foreach (var outer in parent.Calls)
        {
            foreach (var argument in outer.Delegates)
            {
                if (argument.Body == part && (outer.RunsInline(argument) ?? model.RunsInline(outer, argument, cancellationToken)))
                {
                    return LockOf(parent, outer, cancellationToken);
                }
            }
        }

        return null;
    }

    private bool Enters(IMethodSymbol maker, int steps, CancellationToken cancellationToken) =>
        steps > 0 && model.Bodies.Of(maker, cancellationToken) is { IsAsyncCode: false } body
        && (!body.HeldAtEnd.IsEmpty || body.Calls.Any(call => call.Has(CallTraits.Returned) && model.Symbols.IsOwn(call.Target) && Enters(call.Target, steps - 1, cancellationToken)));

    /// <summary>Along the chain, down to what is waited for.</summary>
    private bool Keeps(Body part, CallSite call, EffectFact fact, CancellationToken cancellationToken)
    {
        var (isOurs, isElsewhere) = (false, false);
        var (body, site) = (part, call);
        for (var hop = fact.Witness; hop.Next is { } next; hop = next)
        {
            isOurs = isOurs || site.Holder == Holder.Body;
            isElsewhere = isElsewhere || site.Holder is Holder.Member or Holder.Unknown;
            if (SiteOf(hop.Member, next.Site, cancellationToken) is not ({ } callee, { } inner))
            {
                return fact.Effect is Effect.JoinTask or Effect.Sleep;
            }

            // It is told where a lock is nearer.
            (body, site) = (callee, inner);
            if (site.Has(CallTraits.Locked) && Around(body, site, new EffectFact(fact.Effect, fact.Strength, fact.Frequency, fact.DependsOn, next, fact.IsConditional, fact.Condition), cancellationToken) is not null)
            {
                return false;
            }
        }

        return fact.Effect switch
        {
            Effect.JoinTask or Effect.Sleep => true,

            // Waiting for the end of a process is no use of it.
            Effect.Process when model.Catalog.Find(site.Target)?.Effects.Contains(Effect.Wait) == true => true,

            // Whom another object waits for is its own affair, and who waits for a pulse has given up a lock.
            Effect.Wait => !isElsewhere && !IsExclusion(site) && (body == part || !site.Target.ContainingType.IsSameAs(model.Symbols.Monitor)),
            _ => isOurs || site.Holder is Holder.Body or Holder.NoInstance || IsForMany(site),
        };
    }

    private (Body? Body, CallSite? Site) SiteOf(ISymbol member, SyntaxNode? place, CancellationToken cancellationToken) =>
        member is IMethodSymbol method && model.Bodies.Of(method, cancellationToken) is { } body ? SiteOf(body, place) : default;

    private static (Body? Body, CallSite? Site) SiteOf(Body root, SyntaxNode? place)
    {
        foreach (var body in root.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (call.Syntax == place)
                {
                    return (body, call);
                }
            }
        }

        return default;
    }

    // Taking another lock is no wait for anything but that lock.
    private bool IsExclusion(CallSite site) =>
        site.ReceiverType is { Name: "SemaphoreSlim" or "Semaphore", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } || site.ReceiverType.Is(model.Symbols.Mutex);

    /// <summary>What says of itself that many threads may use it at once needs no lock around it.</summary>
    private static bool IsForMany(CallSite site)
    {
        var type = site.ReceiverType ?? (site.Target.IsExtensionMethod ? site.Target.Parameters[0].Type : null);
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor is { Name: "DbDataSource", ContainingNamespace: { Name: "Common", ContainingNamespace.Name: "Data" } })
            {
                return true;
            }
        }

        var space = type?.ContainingNamespace;
        while (space is { ContainingNamespace.ContainingNamespace.IsGlobalNamespace: false } and not { Name: "Http", ContainingNamespace.Name: "Net" })
        {
            space = space.ContainingNamespace;
        }

        return (space?.ContainingNamespace?.Name, space?.Name) is ("Net", "Http") or ("StackExchange", "Redis") or ("MongoDB", "Driver") or ("Azure", _) or ("Amazon", _);
    }
}
