using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What a new thread is given to run: the bodies that its delegate reaches on that thread.</summary>
internal sealed class ThreadWork
{
    private readonly KnownSymbols symbols;

    private ThreadWork(KnownSymbols symbols, IReadOnlyList<Body> bodies)
    {
        this.symbols = symbols;
        Bodies = bodies;
    }

    /// <summary>The delegate's body first, then what it calls, no further than a chain is shown.</summary>
    public IReadOnlyList<Body> Bodies { get; }

    /// <summary>A loop in it goes on until somebody else ends it, so the thread lives long however short one round is.</summary>
    public bool LastsOn => Bodies.Any(static body => LastingLoops.In(body.Syntax));

    /// <summary>It gives its thread what the pool's threads must not be given.</summary>
    public bool ChangesItsThread => CallsOfThread().Any(IsChange);

    /// <summary>It asks which thread it runs on, or keeps something there.</summary>
    public bool AsksForItsThread => CallsOfThread().Any(static call =>
        call.Target.Name is not ("MemoryBarrier" or "SpinWait" or "Yield" or "VolatileRead" or "VolatileWrite" or "Sleep" or "Start" or "Join" or ".ctor"));

    public static ThreadWork Of(CallSite creation, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        var reached = new List<Body>();
        var seen = new HashSet<Body>();
        foreach (var work in creation.Delegates)
        {
            Reach(work.Body ?? (work.Method is { } method ? Source(method) : null));
        }

        // By level, so that the bound cuts off the same bodies whatever the order of the calls.
        for (int level = 0, from = 0; level < Witness.MaximumLength; level++)
        {
            var end = reached.Count;
            for (; from < end; from++)
            {
                foreach (var call in reached[from].Calls)
                {
                    Reach(Source(call.Target));
                    foreach (var argument in call.Delegates)
                    {
                        if (argument.Use is DelegateUse.Inline or DelegateUse.Scope or DelegateUse.Deferred)
                        {
                            Reach(argument.Body ?? (argument.Method is { } method ? Source(method) : null));
                        }
                    }
                }
            }
        }

        return new ThreadWork(model.Symbols, reached);

        void Reach(Body? body)
        {
            if (body is not null && seen.Add(body))
            {
                reached.Add(body);
            }
        }

        Body? Source(IMethodSymbol method) => model.Symbols.IsOwn(method) ? model.Bodies.Of(method, cancellationToken) : null;
    }

    /// <summary>The pool has no apartments, priorities or cultures to choose from.</summary>
    public static bool IsChange(CallSite call) =>
        call.Target.Name is "SetApartmentState" or "TrySetApartmentState" or "set_ApartmentState" or "set_Priority" or "set_CurrentCulture" or "set_CurrentUICulture";

    private IEnumerable<CallSite> CallsOfThread() =>
        Bodies.SelectMany(static body => body.Calls).Where(call => call.Target.ContainingType.IsSameAs(symbols.Thread));
}
