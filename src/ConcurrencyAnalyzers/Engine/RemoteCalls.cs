using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Follows asynchronous work through its helpers to what it asks of other machines. Breadth first, so that the chain is the shortest; where
/// the way is not known nothing is found. An answer depends on the function alone.
/// </summary>
internal sealed class RemoteCalls(ConcurrencyModel model)
{
    /// <summary>A function that reaches more is looked at no further: nothing is known of it.</summary>
    private const int MaximumFunctions = 200;

    private static readonly RemoteWork Unknown = new(null, Effect.Network, RemoteTraits.SharesSingle | RemoteTraits.HasSideEffects);

    /// <summary>Of the work that a loop gives to each of its items: what it is passed belongs to the item.</summary>
    public RemoteWork Of(DelegateArgument work, CancellationToken cancellationToken)
    {
        var walk = new Walk(model, cancellationToken);
        if (work.Body is { } body)
        {
            walk.Enter(body, Ownership.Parameters, [], isAside: false);
        }
        else if (work.Method is { } method)
        {
            walk.Enter(new CallSite { Target = method, Syntax = work.Syntax, Traits = CallTraits.None }, Ownership.Parameters, [], isAside: false);
        }

        return walk.Run();
    }

    /// <summary>Of one call, seen from what stands beside it: only what the call itself makes is its own.</summary>
    public RemoteWork Of(Body caller, IInvocationOperation call, CancellationToken cancellationToken)
    {
        var walk = new Walk(model, cancellationToken);
        walk.Enter(caller, call);
        return walk.Run();
    }

    /// <summary>What an asynchronous call waits for; null when it waits for no other machine, or nobody knows.</summary>
    private static Effect? KindOf(ConcurrencyModel model, IInvocationOperation call, IOperation? receiver, CallSite? site)
    {
        var method = call.TargetMethod;
        if (!model.Symbols.IsAsyncShaped(method.ReturnType) || model.Symbols.IsOwn(method))
        {
            return null;
        }

        var entry = model.Catalog.Find(method);
        if (entry is not null && (!entry.Effects.Contains(Effect.AwaitsIo) || entry.Strength < Strength.Likely))
        {
            return null;
        }

        if ((model.Remote.Of(method) ?? model.Remote.Of(receiver?.Unwrapped().Type)) is { Use: not RemoteUse.Gate, Kind: { } listed })
        {
            return listed;
        }

        // What is not listed says it by the instance, by its synchronous form, or by all that its type does.
        return entry is null ? null
            : entry.DependsOn != EffectFact.Nothing ? Remote(site is null ? null : Origins.EffectOf(site.Argument(entry.DependsOn).Kind))
            : Remote(Origins.EffectOf(entry.Origin)) ?? Remote(InstanceKind(model, receiver)) ?? Remote(SynchronousKind(model, method));
    }

    private static Effect? InstanceKind(ConcurrencyModel model, IOperation? receiver) =>
        model.Catalog.Instance(receiver?.Unwrapped().Type) is { } instance && !instance.Has(CatalogFlags.Wraps) ? Origins.EffectOf(instance.Origin) : null;

    private static Effect? Remote(Effect? kind) => kind is Effect.Network or Effect.Database ? kind : null;

    private static Effect? SynchronousKind(ConcurrencyModel model, IMethodSymbol method)
    {
        Effect? kind = null;
        foreach (var member in method.ContainingType.GetMembers().OfType<IMethodSymbol>())
        {
            if (model.Catalog.Find(member) is not { Strength: >= Strength.Likely } entry)
            {
                continue;
            }

            foreach (var effect in entry.Effects.Where(static effect => Workloads.Of(effect) == Workload.BlockingIo && effect is not (Effect.Stream or Effect.Metadata or Effect.Console)))
            {
                if (method.Name == member.Name + "Async")
                {
                    return effect;
                }

                // A type that does both, or local I/O only, says nothing.
                kind = kind is null || kind == effect ? effect : Effect.File;
            }
        }

        return kind;
    }

    /// <summary>One search, from one function.</summary>
    private sealed class Walk(ConcurrencyModel model, CancellationToken cancellationToken)
    {
        private readonly Queue<Function> pending = new();
        private readonly HashSet<(Body Body, uint Own, bool IsAside)> seen = [];
        private Witness? witness;
        private Effect kind;
        private RemoteTraits traits;

        public RemoteWork Run()
        {
            while (pending.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (seen.Count > MaximumFunctions)
                {
                    return Unknown;
                }

                Visit(pending.Dequeue());
            }

            return new RemoteWork(witness, kind, traits);
        }

        /// <summary>A function that is called; one that only may be reached proves nothing, but has its say otherwise.</summary>
        public void Enter(CallSite call, uint own, ImmutableArray<Witness> chain, bool isAside)
        {
            var targets = model.Dispatch.Targets(call);
            var isKnown = false;
            foreach (var target in targets)
            {
                if (model.Bodies.Of(target, cancellationToken) is { } body)
                {
                    isKnown = true;
                    Enter(body, own, chain.Add(new Witness(body.Symbol, call.Syntax, null)), isAside || targets.Length > 1);
                }
            }

            if (!isKnown)
            {
                traits |= RemoteTraits.HasSideEffects;
            }
        }

        public void Enter(Body body, uint own, ImmutableArray<Witness> chain, bool isAside)
        {
            if (chain.Length >= Witness.MaximumLength || model.Bodies.OperationOf(body.Syntax, cancellationToken) is not { } root)
            {
                traits |= RemoteTraits.HasSideEffects;
            }
            else if (seen.Add((body, own, isAside)))
            {
                pending.Enqueue(new Function(body, root, new Ownership(model, body, root, own), chain, isAside));
                var summary = model.SummaryOf(body, cancellationToken);
                if (summary.Find(Effect.Computes) is not null || summary.Blocking() is not (null or { Effect: Effect.Metadata or Effect.Console }))
                {
                    traits |= RemoteTraits.KeepsThread;
                }
            }
        }

        /// <summary>One call of a function, and nothing else of it.</summary>
        public void Enter(Body caller, IInvocationOperation call) => pending.Enqueue(new Function(caller, call, new Ownership(model, caller, call, 0), [], false));

        private void Visit(Function function)
        {
            var nested = function.Body.SelfAndNested().ToDictionary(static body => body.Syntax);
            var calls = new Dictionary<SyntaxNode, CallSite>();
            foreach (var call in nested.Values.SelectMany(static body => body.Calls))
            {
                calls[call.Syntax] = call;
            }

            var open = new Stack<(IOperation Operation, bool IsAside)>();
            open.Push((function.Root, function.IsAside));
            while (open.Count > 0)
            {
                var (operation, isAside) = open.Pop();
                switch (operation)
                {
                    case IThrowOperation:
                        continue;
                    case ILocalFunctionOperation when operation != function.Root:
                        // It is entered where it is called.
                        continue;
                    case ICatchClauseOperation:
                        isAside = true;
                        break;
                    case IAnonymousFunctionOperation when operation != function.Root:
                        isAside |= !(nested.TryGetValue(operation.Syntax, out var lambda) && RunsHere(lambda.Use));
                        break;
                    case IInvocationOperation call:
                        Visit(call, function, calls.TryGetValue(call.Syntax, out var site) ? site : null, isAside);
                        break;
                    case IObjectCreationOperation creation:
                        Visit(creation, function);
                        break;
                    case IPropertyReferenceOperation property:
                        Use(property.Instance, function);
                        Visit(property, function, calls, isAside);
                        break;
                    case ILockOperation or IEventAssignmentOperation or IDynamicInvocationOperation:
                        traits |= RemoteTraits.HasSideEffects;
                        break;
                }

                foreach (var target in operation.Written())
                {
                    Change(target, function);
                }

                foreach (var child in operation.ChildOperations.Reverse())
                {
                    open.Push((child, isAside));
                }
            }
        }

        private void Visit(IInvocationOperation call, Function function, CallSite? site, bool isAside)
        {
            var method = call.TargetMethod;
            var receiver = call.Instance ?? (method.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null);
            Use(call.Instance, function);
            Use(call.Arguments, function);

            if (model.Remote.Of(method) is { Use: RemoteUse.Gate })
            {
                traits |= isAside ? RemoteTraits.None : RemoteTraits.Paced;
            }
            else if (KindOf(model, call, receiver, site) is { } found)
            {
                var entry = model.Remote.Of(method) ?? model.Remote.Of(receiver?.Unwrapped().Type);
                if (entry?.OnlyReads(method.Name) != true)
                {
                    traits |= RemoteTraits.Writes;
                }

                if (entry is not { Use: RemoteUse.Shared } && receiver is not null && !function.Ownership.IsOwn(receiver, cancellationToken))
                {
                    traits |= RemoteTraits.SharesUnknown;
                }

                if (!isAside && witness is null && site?.Has(CallTraits.Once) != true)
                {
                    (witness, kind) = (function.Chain.Reverse().Aggregate(new Witness(method, call.Syntax, null), static (next, hop) => new Witness(hop.Member, hop.Site, next)), found);
                }
            }
            else if (method.MethodKind == MethodKind.DelegateInvoke)
            {
                traits |= RemoteTraits.HasSideEffects;
            }
            else if (model.Symbols.IsOwn(method))
            {
                Enter(site ?? new CallSite { Target = method, Syntax = call.Syntax, Traits = CallTraits.None, ReceiverType = call.Instance?.Unwrapped().Type }, function.Ownership.OwnArguments(call.Instance, call.Arguments, cancellationToken), function.Chain, isAside);
            }
            else if (SideEffects.ArePossible(model, call, function.Ownership, cancellationToken))
            {
                traits |= RemoteTraits.HasSideEffects;
            }
        }

        private void Visit(IObjectCreationOperation creation, Function function)
        {
            Use(creation.Arguments, function);
            if (creation.Constructor is { IsImplicitlyDeclared: false } constructor && model.Symbols.IsOwn(constructor) && model.Bodies.Of(constructor, cancellationToken) is { } body)
            {
                Enter(body, Ownership.Instance | function.Ownership.OwnArguments(null, creation.Arguments, cancellationToken), function.Chain, isAside: true);
            }
        }

        private void Visit(IPropertyReferenceOperation property, Function function, Dictionary<SyntaxNode, CallSite> calls, bool isAside)
        {
            if (model.Symbols.IsOwn(property.Property) && calls.TryGetValue(property.Syntax, out var site))
            {
                Enter(site, function.Ownership.OwnArguments(property.Instance, property.Arguments, cancellationToken), function.Chain, isAside);
            }
        }

        private void Change(IOperation target, Function function)
        {
            var isOwn = target.Unwrapped() switch
            {
                IDiscardOperation => true,
                ILocalReferenceOperation local => function.Ownership.IsInside(local.Local),
                IParameterReferenceOperation { Parameter: var parameter } => parameter.RefKind == RefKind.None && function.Ownership.IsInside(parameter),
                IMemberReferenceOperation { Instance: { } instance } => function.Ownership.IsOwn(instance, cancellationToken),
                IArrayElementReferenceOperation element => function.Ownership.IsOwn(element.ArrayReference, cancellationToken),
                _ => false,
            };
            if (!isOwn)
            {
                traits |= RemoteTraits.HasSideEffects;
            }
        }

        private void Use(ImmutableArray<IArgumentOperation> arguments, Function function)
        {
            foreach (var argument in arguments)
            {
                Use(argument.Value, function);
            }
        }

        private void Use(IOperation? operand, Function function)
        {
            if (operand is not null && model.Remote.Of(operand.Unwrapped().Type) is { Use: RemoteUse.Single } && !function.Ownership.IsOwn(operand, cancellationToken))
            {
                traits |= RemoteTraits.SharesSingle;
            }
        }

        private static bool RunsHere(DelegateUse use) => use is DelegateUse.Inline or DelegateUse.Scope or DelegateUse.Deferred or DelegateUse.Pool or DelegateUse.Parallel or DelegateUse.AsyncLoop;
    }

    private sealed record Function(Body Body, IOperation Root, Ownership Ownership, ImmutableArray<Witness> Chain, bool IsAside);
}
