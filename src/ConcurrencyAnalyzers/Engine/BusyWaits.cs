using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Judges loops that only wait: is there another party of this process that could say so when it is time?</summary>
internal sealed class BusyWaits(ConcurrencyModel model)
{
    /// <summary>Getters that ask getters; nobody nests them deeper.</summary>
    private const int MaximumDepth = 3;

    public IEnumerable<BusyWait> In(Body member, CancellationToken cancellationToken)
    {
        foreach (var body in member.SelfAndNested())
        {
            foreach (var loop in body.Polls)
            {
                if (Judge(body, loop, cancellationToken) is { } found)
                {
                    yield return found;
                }
            }
        }
    }

    /// <summary>What waits there is a loop that is found, so the loop is what has to be said.</summary>
    public bool Explain(EffectFact fact, Body caller, CancellationToken cancellationToken)
    {
        if (fact.Effect is not (Effect.Sleep or Effect.Wait or Effect.JoinTask) || fact.Witness.Last.Site is not { } site)
        {
            return false;
        }

        var holder = caller;
        for (var hop = fact.Witness; hop.Next is { } next; hop = next)
        {
            if (hop.Member is not IMethodSymbol method || model.Bodies.Of(method, cancellationToken) is not { } body)
            {
                return false;
            }

            holder = body;
        }

        return model.BusyWaitsIn(holder.Root, cancellationToken)
            .Any(found => found.Loop.Pauses.Any(pause => pause.SyntaxTree == site.SyntaxTree && pause.Span.Contains(site.Span)));
    }

    private BusyWait? Judge(Body body, PollingLoop loop, CancellationToken cancellationToken)
    {
        // An entry point may sleep: nobody waits for its thread. To spin is wrong there, too.
        if ((loop.Traits & CallTraits.Cold) != 0 || (loop.Pause > Pause.Backoff && body.Kind == BodyKind.Member && model.Hosts.Of(body.Symbol) == Host.EntryPoint))
        {
            return null;
        }

        var signals = new List<Watched>();
        if (!Resolve(loop.Watched, loop.Syntax, signals, 0, cancellationToken) || signals.Count == 0 || IsShort(loop, signals, cancellationToken))
        {
            return null;
        }

        // A token is asked along the way; only where nothing else is waited for is it what the loop is about.
        var others = signals.Where(static signal => signal.Kind != WatchedKind.Token).ToList();
        if (others.Count == 0 && loop.ObeysToken)
        {
            return null;
        }

        var chosen = loop.Consumes ? others.First(static signal => signal.Kind == WatchedKind.Collection) : others.Count > 0 ? others[0] : signals[0];
        return new BusyWait(body, loop, chosen, SeverityOf(loop));
    }

    private DiagnosticSeverity SeverityOf(PollingLoop loop) =>
        loop.Pause == Pause.Delay || (loop.Pause == Pause.Yield && model.Hosts.HasSynchronizationContext) ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;

    /// <summary>What of it another party changes.</summary>
    /// <returns>False when a part of the condition is out of sight.</returns>
    private bool Resolve(ImmutableArray<Watched> watched, SyntaxNode place, List<Watched> signals, int depth, CancellationToken cancellationToken)
    {
        foreach (var each in watched)
        {
            switch (each.Kind)
            {
                case WatchedKind.Member:
                    var reader = new ConditionReader(model.Symbols);
                    if (depth == MaximumDepth || model.Bodies.OnlyResult((IMethodSymbol)each.Symbol, cancellationToken) is not { } result || !reader.Add(result)
                        || !Resolve(reader.Watched, place, signals, depth + 1, cancellationToken))
                    {
                        return false;
                    }

                    break;
                case WatchedKind.State when !SharedState.IsChangedBeside(each.Symbol, place, cancellationToken):
                    break;
                default:
                    signals.Add(each);
                    break;
            }
        }

        return true;
    }

    /// <summary>
    /// Code that is free of locks spins until somebody has finished a few instructions. Nothing is shorter than that; for the end of a task,
    /// a thread or a process it is never the way to wait, unless it is tried a number of times before a real wait.
    /// </summary>
    private static bool IsShort(PollingLoop loop, List<Watched> signals, CancellationToken cancellationToken)
    {
        if (loop.Pause > Pause.Backoff)
        {
            return false;
        }

        // Without any pause, and on what only one thread may touch, it is more likely an algorithm than a wait.
        if (loop.Counts || (loop.Consumes && loop.Pauses.IsEmpty && !signals.Any(static signal => signal.Kind == WatchedKind.Collection && IsForThreads(signal.Symbol))))
        {
            return true;
        }

        if (signals.Any(static signal => signal.Kind is WatchedKind.Task or WatchedKind.Thread or WatchedKind.Process or WatchedKind.Signal))
        {
            return false;
        }

        return loop.Pause == Pause.Backoff
            || (loop.PausedBy?.Name != "SpinUntil" && SharedState.IsExchangedAround(loop.Syntax))
            || signals.Any(signal => signal.Kind == WatchedKind.State && SharedState.IsExchanged(signal.Symbol, cancellationToken));
    }

    private static bool IsForThreads(ISymbol collection) => collection switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    } is { ContainingNamespace.Name: "Concurrent" or "Channels" };
}
