using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Which events the methods of a type handle, and which delegates they are handed over as, as far as the type itself says so.</summary>
internal sealed class Subscriptions(Bodies bodies, Forwarding forwarding)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, OfType> types = new(SymbolEqualityComparer.Default);

    /// <summary>The events that the method is added to anywhere in its type, designer files included.</summary>
    public IEnumerable<IEventSymbol> EventsOf(IMethodSymbol handler, CancellationToken cancellationToken) => AdditionsOf(handler, cancellationToken).Select(static added => added.Event);

    /// <summary>Where the type adds the method to events.</summary>
    public IEnumerable<Subscription> AdditionsOf(IMethodSymbol handler, CancellationToken cancellationToken) => Of(handler, cancellationToken).Additions[handler.Canonical()];

    /// <summary>Where the method runs when its type hands it over as a delegate.</summary>
    public IEnumerable<DelegateUse> UsesOf(IMethodSymbol method, CancellationToken cancellationToken) =>
        HandedOver(method, cancellationToken).Select(handed => forwarding.UseOf(handed.Call, handed.Argument, cancellationToken));

    /// <summary>Where its type hands the method over as a delegate.</summary>
    public IEnumerable<(Body Body, CallSite Call, DelegateArgument Argument)> HandedOver(IMethodSymbol method, CancellationToken cancellationToken) => Of(method, cancellationToken).Handed[method.Canonical()];

    /// <summary>The bodies of the type that call the method.</summary>
    public IEnumerable<Body> CallersOf(IMethodSymbol method, CancellationToken cancellationToken) => Of(method, cancellationToken).Callers[method.Canonical()];

    private OfType Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var type = method.ContainingType.Outermost();
        return types.TryGetValue(type, out var known) ? known : types.GetOrAdd(type, Read(type, cancellationToken));
    }

    private OfType Read(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var additions = new List<(IMethodSymbol Handler, Subscription Addition)>();
        var handed = new List<(IMethodSymbol Method, (Body, CallSite, DelegateArgument) Place)>();
        var callers = new List<(IMethodSymbol Method, Body Caller)>();
        foreach (var body in MembersOf(type).Select(member => member switch
        {
            IMethodSymbol method => bodies.Of(method, cancellationToken),
            IFieldSymbol field => bodies.OfInitializer(field, cancellationToken),
            _ => null,
        }).OfType<Body>().SelectMany(static body => body.SelfAndNested()))
        {
            foreach (var subscription in body.Subscriptions)
            {
                if (subscription.Handler.Method is { } handler)
                {
                    additions.Add((handler.Canonical(), subscription));
                }
            }

            foreach (var call in body.Calls)
            {
                callers.Add((call.Target.Canonical(), body));
                foreach (var argument in call.Delegates)
                {
                    if (argument.Method is { } group)
                    {
                        handed.Add((group.Canonical(), (body, call, argument)));
                    }
                }
            }
        }

        return new OfType(
            additions.ToLookup(static pair => pair.Handler, static pair => pair.Addition, Comparer),
            handed.ToLookup(static pair => pair.Method, static pair => pair.Place, Comparer),
            callers.ToLookup(static pair => pair.Method, static pair => pair.Caller, Comparer));
    }

    private static IEqualityComparer<IMethodSymbol> Comparer => SymbolEqualityComparer.Default;

    private static IEnumerable<ISymbol> MembersOf(INamedTypeSymbol type) => type.GetMembers().SelectMany(static member => member is INamedTypeSymbol nested ? MembersOf(nested) : [member]);

    private sealed record OfType(ILookup<IMethodSymbol, Subscription> Additions, ILookup<IMethodSymbol, (Body Body, CallSite Call, DelegateArgument Argument)> Handed, ILookup<IMethodSymbol, Body> Callers);
}
