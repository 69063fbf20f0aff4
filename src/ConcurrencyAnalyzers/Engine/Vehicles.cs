using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Says what runs a body: a framework that calls the member, a construct that is given the lambda, the body's own asynchronous form.</summary>
internal sealed class Vehicles(Hosts hosts, DelegateTable delegates, Forwarding forwarding, Subscriptions subscriptions, KnownSymbols symbols)
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
            : body.Kind != BodyKind.Member && IsRunAs(DelegateUse.Pool, body, cancellationToken) ? Pool
            : [];
    }

    /// <summary>Nothing says who runs the code, so that neither the code itself nor whoever calls it is judged.</summary>
    public bool IsUnknown(Body body, CancellationToken cancellationToken) => IsUnknown(body, [], cancellationToken);

    private bool IsUnknown(Body body, HashSet<Body> seen, CancellationToken cancellationToken)
    {
        if (!seen.Add(body) || !Around(body, cancellationToken).IsEmpty)
        {
            return false;
        }

        if (body.Kind == BodyKind.Member)
        {
            // What a static field starts with is made once.
            return body.Method is { } method ? IsReachableByTheUnknown(method, seen, cancellationToken) : body.Symbol is { IsStatic: false, ContainingType: { } type } && IsVisibleOutside(type);
        }

        foreach (var part in body.Root.SelfAndNested())
        {
            foreach (var call in part.Calls)
            {
                if ((body.Kind == BodyKind.LocalFunction && call.Target.OriginalDefinition.IsSameAs(body.Symbol) && IsUnknown(part, seen, cancellationToken))
                    || call.Delegates.Any(argument => argument.Body == body && IsHandedToTheUnknown(call, argument, part, seen, cancellationToken)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // Whoever keeps a delegate has said which form it has, and knows where it runs.
    private bool IsHandedToTheUnknown(CallSite call, DelegateArgument argument, Body part, HashSet<Body> seen, CancellationToken cancellationToken) =>
        forwarding.UseOf(call, argument, cancellationToken) is DelegateUse.Inline or DelegateUse.Scope or DelegateUse.Deferred && IsUnknown(part, seen, cancellationToken);

    /// <summary>Whoever runs the body awaits what it returns, so that it may as well return a task; and nobody else in its member, or its type, calls it.</summary>
    public bool AwaitsResultOf(Body body, CancellationToken cancellationToken)
    {
        if (body.Kind != BodyKind.Member)
        {
            var calls = body.Root.SelfAndNested().SelectMany(static part => part.Calls).ToList();
            var handed = calls.SelectMany(static call => call.Delegates, static (call, argument) => (Call: call, Argument: argument)).Where(pair => pair.Argument.Body == body).ToList();
            return handed.Count > 0 && !calls.Any(call => call.Target.OriginalDefinition.IsSameAs(body.Symbol))
                && handed.All(pair => (body.Kind == BodyKind.LocalFunction ? IsName(pair.Argument.Syntax) : pair.Argument.Syntax == body.Syntax) && IsAwaited(pair.Call, pair.Argument, cancellationToken));
        }

        if (body.Method is not { MethodKind: MethodKind.Ordinary, IsVirtual: false, IsAbstract: false, IsOverride: false } method || Implements(method, static _ => true) || subscriptions.CallersOf(method, cancellationToken).Any())
        {
            return false;
        }

        var places = subscriptions.HandedOver(method, cancellationToken).ToList();
        return places.All(place => IsName(place.Argument.Syntax) && IsAwaited(place.Call, place.Argument, cancellationToken)) && (hosts.AwaitsResultOf(method) || (places.Count > 0 && !IsVisibleOutside(method)));
    }

    /// <summary>Where the type of a method hands it over as a delegate.</summary>
    public IEnumerable<SyntaxNode> HandedOverAt(IMethodSymbol method, CancellationToken cancellationToken) => subscriptions.HandedOver(method, cancellationToken).Select(static place => place.Argument.Syntax);

    /// <summary>The bodies of its type that call a method.</summary>
    public IEnumerable<Body> CallersOf(IMethodSymbol method, CancellationToken cancellationToken) => subscriptions.CallersOf(method, cancellationToken);

    // Where the type of the delegate is written, it would have to be written anew.
    private static bool IsName(SyntaxNode given) => given is SimpleNameSyntax or MemberAccessExpressionSyntax && given.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax };

    // Of the work items, Task.Run alone takes a delegate that makes a task for one that gives a value.
    private bool IsAwaited(CallSite call, DelegateArgument argument, CancellationToken cancellationToken) => forwarding.UseOf(call, argument, cancellationToken) switch
    {
        DelegateUse.Request => !symbols.IsOwn(call.Target),
        DelegateUse.Pool => call.Target.Name == "Run" && call.Target.ContainingType.IsSameAs(symbols.Task),
        _ => false,
    };

    /// <summary>Turns are told from user interfaces only in words.</summary>
    public bool IsTurn(Body body) => body.Root.Method is { } method && (hosts.CallerOf(method) == Host.Turn || hosts.IsTurnTaker(method.ContainingType));

    /// <summary>The type adds the same method to another event of the kind, further up.</summary>
    public bool IsAddedBefore(IMethodSymbol handler, Subscription addition, CancellationToken cancellationToken) =>
        subscriptions.AdditionsOf(handler, cancellationToken).Any(other => other.Handler.Use == addition.Handler.Use && SourceOrder.Compare(other.Site, addition.Site) < 0);

    /// <summary>Where a lambda runs that somebody is given.</summary>
    public DelegateUse UseOf(Body lambda, CancellationToken cancellationToken) => lambda.Use is DelegateUse.Unknown ? forwarding.UseOf(lambda, cancellationToken) : lambda.Use;

    /// <summary>
    /// Somebody may call it of whom nobody knows anything: from outside, or from a member of its type of which that is true. What only the rest of the project
    /// calls is told of there, where something is known; and a contract that the project does not own leaves no choice.
    /// </summary>
    private bool IsReachableByTheUnknown(IMethodSymbol method, HashSet<Body> seen, CancellationToken cancellationToken)
    {
        // A handler of an event that the pool raises is told of where it is added.
        if (hosts.Of(method) != Host.None || hosts.CallerOf(method) != Host.None
            || subscriptions.AdditionsOf(method, cancellationToken).Any(static added => added.Handler.Use is DelegateUse.Timer or DelegateUse.Continuation))
        {
            return false;
        }

        if (method.DeclaredAccessibility != Accessibility.Private || method.MethodKind is not MethodKind.Ordinary)
        {
            return method.MethodKind is not (MethodKind.StaticConstructor or MethodKind.Destructor) && IsVisibleOutside(method) && !FollowsForeignContract(method) && !IsDiscouraged(method);
        }

        return subscriptions.HandedOver(method, cancellationToken).Any(handed => IsHandedToTheUnknown(handed.Call, handed.Argument, handed.Body, seen, cancellationToken))
            || subscriptions.CallersOf(method, cancellationToken).Any(caller => IsUnknown(caller, seen, cancellationToken));
    }

    /// <summary>Whoever still calls it has been told.</summary>
    public bool IsDiscouraged(ISymbol member)
    {
        for (var current = member; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current.HasAttribute(symbols.Obsolete))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsVisibleOutside(ISymbol? symbol)
    {
        // Nobody compiles against a program. But what binds to it, or finds its members by name, may be anybody where there is a user interface.
        if (symbols.IsProgram && !hosts.HasSynchronizationContext)
        {
            return false;
        }

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

        // What ends an operation of the older pattern waits for it by definition.
        if (method.Parameters.Any(static parameter => parameter.Type.SpecialType == SpecialType.System_IAsyncResult))
        {
            return true;
        }

        // The pattern of disposal: the part that 'Dispose' calls.
        if (method is { Name: "Dispose", ReturnsVoid: true, Parameters: [{ Type.SpecialType: SpecialType.System_Boolean }] })
        {
            return method.ContainingType.AllInterfaces.Any(static contract => contract.SpecialType == SpecialType.System_IDisposable);
        }

        return Implements(method, contract => !contract.ContainingAssembly.IsSameAs(method.ContainingAssembly));
    }

    private static bool Implements(IMethodSymbol method, Func<INamedTypeSymbol, bool> isMeant)
    {
        ISymbol member = method.AssociatedSymbol ?? method;
        return method.ContainingType.AllInterfaces.Where(isMeant).SelectMany(contract => contract.GetMembers(member.Name.Split('.').Last()))
            .Any(slot => member.IsSameAs(method.ContainingType.FindImplementationForInterfaceMember(slot)));
    }

    private bool IsRequest(Body body, CancellationToken cancellationToken) => body.Kind == BodyKind.Member
        ? body.Method is { } method && (IsCalledBy(method, Host.Request) || hosts.HandlerOf(method) == Host.Request || subscriptions.UsesOf(method, cancellationToken).Contains(DelegateUse.Request))
        : IsRunAs(DelegateUse.Request, body, cancellationToken);

    private bool IsRunAs(DelegateUse use, Body function, CancellationToken cancellationToken) => function.Kind == BodyKind.Lambda
        ? UseOf(function, cancellationToken) == use
        : function.Root.SelfAndNested().Any(part => part.Calls.Any(call => call.Delegates.Any(argument => argument.Body == function && forwarding.UseOf(call, argument, cancellationToken) == use)));

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
