using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

internal readonly struct PlainBody(Action<int> body) : ILoopBody
{
    public void Invoke(int index, CancellationToken token) => body(index);
}
