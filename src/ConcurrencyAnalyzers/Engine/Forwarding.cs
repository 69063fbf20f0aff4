using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Follows a delegate into the methods of this compilation that are given it: what they invoke it on, or hand it on to, is where it runs.
/// </summary>
internal sealed class Forwarding(Bodies bodies, Dispatch dispatch, KnownSymbols symbols)
{
    /// <summary>Who hands a delegate on more often than a chain is shown cannot be followed by a reader, either.</summary>
    private const int MaximumHops = Witness.MaximumLength;

    /// <summary>Where the argument runs; unknown where the callee is, or does one thing here and another there.</summary>
    public DelegateUse UseOf(CallSite call, DelegateArgument argument, CancellationToken cancellationToken) => UseOf(call, argument, MaximumHops, cancellationToken);

    private DelegateUse UseOf(CallSite call, DelegateArgument argument, int hops, CancellationToken cancellationToken)
    {
        if (argument.Use != DelegateUse.Unknown || hops == 0 || !symbols.IsOwn(call.Target))
        {
            return argument.Use;
        }

        // A command is an event by another name.
        if (call.Target.MethodKind == MethodKind.Constructor && call.Target.ContainingType.Is(symbols.Command))
        {
            return DelegateUse.Ui;
        }

        var uses = new HashSet<DelegateUse>();
        var targets = dispatch.Targets(call);
        foreach (var target in targets)
        {
            if (bodies.Of(target, cancellationToken) is not { } body || argument.Ordinal >= target.Parameters.Length)
            {
                return DelegateUse.Unknown;
            }

            AddUses(uses, body, body.Method!.Parameters[argument.Ordinal], hops - 1, cancellationToken);
        }

        return uses.Count == 1 ? uses.Single() : DelegateUse.Unknown;
    }

    private void AddUses(HashSet<DelegateUse> uses, Body body, IParameterSymbol parameter, int hops, CancellationToken cancellationToken)
    {
        foreach (var part in body.SelfAndNested())
        {
            var isInvoked = part == body ? parameter.Ordinal < 32 && (part.InvokedParameters & (1u << parameter.Ordinal)) != 0 : part.InvokedOuterParameters.Contains(parameter, SymbolEqualityComparer.Default);
            var handed = part.Calls.SelectMany(static call => call.Delegates, static (call, argument) => (call, argument)).Where(pair => parameter.IsSameAs(pair.argument.Source)).ToList();
            if (!isInvoked && handed.Count == 0)
            {
                continue;
            }

            var around = UseOf(part, body, hops, cancellationToken);
            if (isInvoked)
            {
                uses.Add(around);
            }

            foreach (var (call, argument) in handed)
            {
                // What is run by a work item that another one is handed to runs on the inner one.
                var use = UseOf(call, argument, hops, cancellationToken);
                uses.Add(use is DelegateUse.Inline or DelegateUse.Scope ? around : use);
            }
        }
    }

    /// <summary>Where a lambda within the method runs: what is nearest to it decides, where that is no vehicle of its own, what is around.</summary>
    public DelegateUse UseOf(Body part, Body root, int hops, CancellationToken cancellationToken)
    {
        for (var current = part; current != root && current.Parent is { } parent; current = parent)
        {
            var use = current.Kind == BodyKind.LocalFunction ? DelegateUse.Inline : current.Use;
            if (use == DelegateUse.Unknown)
            {
                foreach (var call in parent.Calls)
                {
                    foreach (var argument in call.Delegates)
                    {
                        use = argument.Body == current ? UseOf(call, argument, hops, cancellationToken) : use;
                    }
                }
            }

            if (use is not (DelegateUse.Inline or DelegateUse.Scope or DelegateUse.Deferred))
            {
                return use;
            }
        }

        return DelegateUse.Inline;
    }

    /// <summary>Where a lambda runs that stands in this body, or around it.</summary>
    public DelegateUse UseOf(Body lambda, CancellationToken cancellationToken) =>
        lambda.Parent is { } parent ? UseOf(lambda, parent, MaximumHops, cancellationToken) : DelegateUse.Unknown;
}
