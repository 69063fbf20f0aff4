using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What is known of a task that is waited for: it has completed, a parameter gives it, or nothing; and how often at most it may be pending, where that is rare.</summary>
internal readonly record struct WaitedTask(Origin Origin, Frequency? Rarest = null);

/// <summary>Follows a task that is waited for to the method of this compilation that makes it.</summary>
internal sealed class WaitedTasks(Bodies bodies, Dispatch dispatch, KnownSymbols symbols, Origins origins, Misses misses)
{
    private static readonly WaitedTask Completed = new(Origin.Known(OriginKind.CompletedTask));

    private readonly ConcurrentDictionary<IMethodSymbol, WaitedTask> made = new(SymbolEqualityComparer.Default);

    /// <summary>The same where a member of the type that is true may be a name for the task's completion.</summary>
    public WaitedTask Of(TaskWait wait, CancellationToken cancellationToken) =>
        wait.Task is { } task && wait.Guards.Any(guard => bodies.Of(guard, cancellationToken)?.ProvesCompleted.Any(proven => proven.IsSameAs(task)) == true)
            ? Completed
            : Of(wait.Origin, cancellationToken);

    public WaitedTask Of(Origin origin, CancellationToken cancellationToken)
    {
        if (origin is not { Kind: OriginKind.Unknown, Source: IMethodSymbol method })
        {
            return new WaitedTask(origins.Resolve(origin, cancellationToken));
        }

        return made.TryGetValue(method, out var known) ? known : made.GetOrAdd(method, MadeBy(method, origin, cancellationToken));
    }

    private WaitedTask MadeBy(IMethodSymbol method, Origin origin, CancellationToken cancellationToken)
    {
        var body = bodies.Of(method, cancellationToken);
        return body is not null && Departures.HasCompletedAtReturn(body, bodies, dispatch, symbols, cancellationToken)
            ? Completed
            : new WaitedTask(origins.Resolve(origin, cancellationToken), body is null ? null : RarestOf(body, cancellationToken));
    }

    /// <summary>All that it awaits it awaits only where something was missing.</summary>
    private Frequency? RarestOf(Body body, CancellationToken cancellationToken)
    {
        Frequency? most = null;
        foreach (var task in body.IsAsync ? body.Tasks : [])
        {
            if (task.Task == AwaitedTask.Completed)
            {
                continue;
            }

            if (task.Call is null || body.Calls.FirstOrDefault(call => call.Syntax == task.Call) is not { } call || misses.RarestOf(call, cancellationToken) is not { } rarest)
            {
                return null;
            }

            most = most > rarest ? most : rarest;
        }

        return most;
    }
}
