using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

internal sealed class StateJob<TState, TResult>(LaneQueue queue, TState state, Func<TState, CancellationToken, TResult> work, CancellationToken cancellation) : ResultJob<TResult>(queue, cancellation)
{
    protected override TResult Call(CancellationToken token) => work(state, token);
}
