using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

internal readonly struct CancellableBody(Action<int, CancellationToken> body) : ILoopBody
{
    public void Invoke(int index, CancellationToken token) => body(index, token);
}
