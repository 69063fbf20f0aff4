using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Says what runs a body: a framework that calls the member, a construct that is given the lambda, the body's own asynchronous form.</summary>
internal sealed class Vehicles(Hosts hosts, DelegateTable delegates, Forwarding forwarding, Subscriptions subscriptions)
{
    private static readonly ImmutableArray<Vehicle> Asynchronous = [Vehicle.AsyncCode];
    private static readonly ImmutableArray<Vehicle> UserInterface = [Vehicle.UiThread];
    private static readonly ImmutableArray<Vehicle> AsynchronousUserInterface = [Vehicle.UiThread, Vehicle.AsyncCode];
    private static readonly ImmutableArray<Vehicle> Request = [Vehicle.Request];
    private static readonly ImmutableArray<Vehicle> Pool = [Vehicle.PoolWorkItem];

    /// <summary>
    /// The vehicles of the calls that stand in the body itself; none where the body is looked at elsewhere (a lambda that runs within the code around, work
    /// that is judged at the construct), or nothing is known.
    /// </summary>
    public ImmutableArray<Vehicle> Around(Body body, CancellationToken cancellationToken)
    {
        var isUi = IsUi(body, cancellationToken);
        return body.IsAsyncCode ? isUi ? AsynchronousUserInterface : Asynchronous
            : isUi ? UserInterface
            : IsRequest(body, cancellationToken) ? Request
            : body.Kind == BodyKind.Lambda && UseOf(body, cancellationToken) == DelegateUse.Pool ? Pool
            : [];
    }

    /// <summary>Nothing says who runs the code, so that neither the code itself nor whoever calls it is judged.</summary>
    public bool IsUnknown(Body body, CancellationToken cancellationToken)
    {
        if (!Around(body, cancellationToken).IsEmpty)
        {
            return false;
        }

        switch (body.Kind)
        {
            case BodyKind.LocalFunction:
                return IsUnknown(body.Parent!, cancellationToken);
            case BodyKind.Lambda:
                var use = UseOf(body, cancellationToken);
                return use is DelegateUse.Unknown or DelegateUse.Stored or DelegateUse.Event || (use is DelegateUse.Inline or DelegateUse.Scope or DelegateUse.Deferred or DelegateUse.Once && IsUnknown(body.Parent!, cancellationToken));
            default:
                return body.Method is not { } method || (hosts.CallerOf(method) == Host.None && IsReachableByTheUnknown(method, [], cancellationToken));
        }
    }

    /// <summary>Turns are told from user interfaces only in words.</summary>
    public bool IsTurn(Body body) => body.Root.Method is { } method && hosts.CallerOf(method) == Host.Turn;

    /// <summary>The type adds the same method to another event of the kind, further up.</summary>
    public bool IsAddedBefore(IMethodSymbol handler, Subscription addition, CancellationToken cancellationToken) =>
        subscriptions.AdditionsOf(handler, cancellationToken).Any(other => other.Handler.Use == addition.Handler.Use && SourceOrder.Compare(other.Site, addition.Site) < 0);

    /// <summary>Where a lambda runs that somebody is given.</summary>
    public DelegateUse UseOf(Body lambda, CancellationToken cancellationToken) => lambda.Use is DelegateUse.Unknown ? forwarding.UseOf(lambda, cancellationToken) : lambda.Use;

    /// <summary>
    /// Somebody may call it of whom nobody knows anything: from outside, or from a member of its type of which that is true. What only the rest of the project
    /// calls is told of there, where something is known; and a contract that the project does not own leaves no choice.
    /// </summary>
    private bool IsReachableByTheUnknown(IMethodSymbol method, HashSet<IMethodSymbol> seen, CancellationToken cancellationToken)
    {
        if (!seen.Add(method.Canonical()) || hosts.Of(method) != Host.None || hosts.CallerOf(method) != Host.None)
        {
            return false;
        }

        if (method.DeclaredAccessibility != Accessibility.Private || method.MethodKind is not MethodKind.Ordinary)
        {
            return IsVisibleOutside(method) && !FollowsForeignContract(method);
        }

        return subscriptions.UsesOf(method, cancellationToken).Any(static use => use is DelegateUse.Unknown or DelegateUse.Stored or DelegateUse.Event)
            || subscriptions.CallersOf(method, cancellationToken).Any(caller => caller is { IsAsyncCode: false, Root.Method: { } around }
                && Around(caller, cancellationToken).IsEmpty && IsReachableByTheUnknown(around, seen, cancellationToken));
    }

    private static bool IsVisibleOutside(ISymbol? symbol)
    {
        for (var current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal or Accessibility.NotApplicable))
            {
                return current is IMethodSymbol { ExplicitInterfaceImplementations.IsEmpty: false } && IsVisibleOutside(current.ContainingSymbol);
            }
        }

        return true;
    }

    private static bool FollowsForeignContract(IMethodSymbol method)
    {
        for (var slot = method.OverriddenMethod; slot is not null; slot = slot.OverriddenMethod)
        {
            if (!slot.ContainingAssembly.IsSameAs(method.ContainingAssembly))
            {
                return true;
            }
        }

        ISymbol member = method.AssociatedSymbol ?? method;
        return method.ContainingType.AllInterfaces.Where(contract => !contract.ContainingAssembly.IsSameAs(method.ContainingAssembly))
            .SelectMany(contract => contract.GetMembers(member.Name.Split('.').Last()))
            .Any(slot => member.IsSameAs(method.ContainingType.FindImplementationForInterfaceMember(slot)));
    }

    private bool IsRequest(Body body, CancellationToken cancellationToken) => body.Kind switch
    {
        BodyKind.Lambda => UseOf(body, cancellationToken) == DelegateUse.Request,
        BodyKind.Member => body.Method is { } method && (IsCalledBy(method, Host.Request) || hosts.HandlerOf(method) == Host.Request
            || (IsHandedOver(method) && subscriptions.UsesOf(method, cancellationToken).Contains(DelegateUse.Request))),
        _ => false,
    };

    private bool IsUi(Body body, CancellationToken cancellationToken)
    {
        if (body.Kind == BodyKind.Lambda)
        {
            return UseOf(body, cancellationToken) is var use && (use == DelegateUse.Ui || (use == DelegateUse.Event && body.Parent is { } parent
                && parent.Subscriptions.FirstOrDefault(subscription => subscription.Handler.Body == body) is { Event: { } raised } && IsOfUi(raised)));
        }

        if (body.Kind == BodyKind.LocalFunction)
        {
            return body.Root.SelfAndNested().Any(part => part.Subscriptions.Any(subscription => subscription.Handler.Body == body && IsOfUi(subscription.Event))
                || part.Calls.Any(call => call.Delegates.Any(argument => argument.Body == body && forwarding.UseOf(call, argument, cancellationToken) == DelegateUse.Ui)));
        }

        if (body.Method is not { } method)
        {
            return false;
        }

        return hosts.CallerOf(method) is Host.Ui or Host.Turn || IsUiHandler(method, cancellationToken)
            || (IsHandedOver(method) && subscriptions.UsesOf(method, cancellationToken).Contains(DelegateUse.Ui));
    }

    private bool IsCalledBy(IMethodSymbol method, Host host) => hosts.CallerOf(method) == host;

    /// <summary>The type itself says what it subscribes to; what a designer or a markup file subscribes to is of the user interface.</summary>
    private bool IsUiHandler(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (!hosts.IsHandler(method))
        {
            return false;
        }

        if (hosts.IsRaisedByUi(method))
        {
            return true;
        }

        var events = subscriptions.EventsOf(method, cancellationToken).ToList();
        return events.Count > 0 ? events.All(IsOfUi) : hosts.HandlerOf(method) == Host.Ui && hosts.IsPlainHandler(method);
    }

    private bool IsOfUi(IEventSymbol raised) => delegates.Find(raised) is var use && (use == DelegateUse.Ui || (use == DelegateUse.Event && hosts.HandlersOf(raised.ContainingType) == Host.Ui));

    // Whoever is called by name is judged by its callers.
    private static bool IsHandedOver(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private or Accessibility.NotApplicable or Accessibility.Internal, IsOverride: false, IsVirtual: false };
}
