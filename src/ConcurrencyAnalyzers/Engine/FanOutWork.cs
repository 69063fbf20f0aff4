using System;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What one item of a fan-out waits for.</summary>
/// <param name="Witness">The chain that proves it.</param>
/// <param name="Kind">Network, database, files or processes.</param>
internal sealed record FanOutWork(Witness Witness, Effect Kind)
{
    // They gather what their callers ask for into few requests, and are given many at once on purpose.
    private static readonly string[] Gathering = ["StackExchange.Redis", "Microsoft.Azure.Cosmos", "Confluent.Kafka"];

    // What lets through as many as it has room for, by the words that people have for it.
    private static readonly string[] Limiting = ["Semaphore", "Throttl", "Limiter", "Bulkhead", "Concurrency", "Lock", "Gate"];

    /// <summary>Null where it is not proven to wait for I/O, and where it, or what it calls, waits for its turn or shares what serves one at a time.</summary>
    public static FanOutWork? Of(FanOut fanOut, Body body, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        if (body.Calls.FirstOrDefault(call => call.Syntax == fanOut.Starter.Syntax) is not { } starter || IsLimited(fanOut.Work))
        {
            return null;
        }

        var isQuery = fanOut.Work != fanOut.Starter;
        if (isQuery && starter.Delegates.IsEmpty)
        {
            return null;
        }

        var asked = isQuery ? model.RemoteCalls.Of(starter.Delegates[0], cancellationToken)
            : model.Symbols.IsOwn(starter.Target) && !fanOut.Starter.Arguments.Any(argument => IsShared(argument.Value, fanOut, model))
                ? model.RemoteCalls.Of(new DelegateArgument(0, null, starter.Target, starter.Syntax, DelegateUse.Inline), cancellationToken)
            : model.RemoteCalls.Of(body, fanOut.Starter, cancellationToken);
        if (asked.Has(RemoteTraits.Paced | RemoteTraits.SharesSingle))
        {
            return null;
        }

        if (asked.Witness is { } remote)
        {
            return Gathers(remote) ? null : new FanOutWork(remote, asked.Kind);
        }

        var effects = isQuery ? model.EffectsOf(starter.Delegates[0], cancellationToken) : model.EffectsOf(body, starter, cancellationToken);
        return effects.Find(Effect.AwaitsIo)?.Witness is { } local && !Gathers(local) && KindOf(local.Last.Member, model) is { } kind ? new FanOutWork(local, kind) : null;
    }

    /// <summary>It is the item that does it: a client, a handler, a plug-in. There are as many as somebody has set up.</summary>
    public bool IsDoneByItem(FanOut fanOut) => fanOut.Work.SelfAndBelow().OfType<IInvocationOperation>().FirstOrDefault(call => call.Syntax == Witness.Site) is { Instance: { } instance } && IsItem(instance, fanOut);

    private static bool IsItem(IOperation instance, FanOut fanOut)
    {
        for (var current = instance.Unwrapped(); ; current = current is IMemberReferenceOperation { Instance: { } owner } ? owner.Unwrapped() : ((IInvocationOperation)current).Instance!.Unwrapped())
        {
            switch (current)
            {
                case IParameterReferenceOperation { Parameter: var parameter }:
                    return fanOut.Work is IAnonymousFunctionOperation { Symbol.Parameters: [var own] } && parameter.IsSameAs(own);
                case ILocalReferenceOperation { Local: var local }:
                    return local.IsSameAs(fanOut.Item);
                case IMemberReferenceOperation { Instance: not null } or IInvocationOperation { Instance: not null }:
                    break;
                default:
                    return false;
            }
        }
    }

    private static bool IsLimited(IOperation work) => work.SelfAndBelow().Any(static operation => operation switch
    {
        IInvocationOperation { Instance: { } instance } call => SaysLimit(instance.Type) || SaysLimit(instance.Named()) || SaysLimit(call.TargetMethod),
        IInvocationOperation call => SaysLimit(call.TargetMethod) || SaysLimit(call.TargetMethod.ContainingType),
        IUsingOperation => false,
        _ => false,
    });

    private static bool SaysLimit(ISymbol? symbol) => symbol is not null && Array.Exists(Limiting, symbol.Says);

    private static bool Gathers(Witness witness)
    {
        var space = witness.Last.Member.ContainingNamespace;
        var name = "";
        for (; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            name = name.Length == 0 ? space.Name : space.Name + "." + name;
        }

        return Array.Exists(Gathering, gathering => name == gathering || name.StartsWith(gathering + ".", StringComparison.Ordinal));
    }

    /// <summary>A parameter of the work is its own, unless it is one for all of them that serves one at a time.</summary>
    private static bool IsShared(IOperation argument, FanOut fanOut, ConcurrencyModel model) =>
        model.Remote.Of(argument.Unwrapped().Type) is { Use: RemoteUse.Single } && !argument.SelfAndBelow().Any(operation => operation is ILocalReferenceOperation { Local: var local } && local.IsSameAs(fanOut.Item));

    private static Effect? KindOf(ISymbol api, ConcurrencyModel model) => api is IMethodSymbol method && model.Remote.Of(method) is { Use: not RemoteUse.Gate } entry ? entry.Kind : api.ContainingType switch
    {
        { Name: "File" or "FileStream" or "RandomAccess", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } } => Effect.File,
        { Name: "Process", ContainingNamespace: { Name: "Diagnostics", ContainingNamespace.Name: "System" } } => Effect.Process,
        _ => null,
    };
}
