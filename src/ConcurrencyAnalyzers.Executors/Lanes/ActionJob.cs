using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

internal sealed class ActionJob(LaneQueue queue, Action<CancellationToken> work, CancellationToken cancellation) : ResultJob<bool>(queue, cancellation)
{
    protected override bool Call(CancellationToken token)
    {
        work(token);
        return true;
    }
}
