using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

internal sealed class FunctionJob<TResult>(LaneQueue queue, Func<CancellationToken, TResult> work, CancellationToken cancellation) : ResultJob<TResult>(queue, cancellation)
{
    protected override TResult Call(CancellationToken token) => work(token);
}
