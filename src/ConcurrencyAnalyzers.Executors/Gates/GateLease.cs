using System;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>A place in an <see cref="AsyncGate"/>, kept until it is disposed, by any thread. An object rather than a value, so that to dispose it twice is to dispose it once.</summary>
public sealed class GateLease : IDisposable
{
    // Null once disposed. Exchanged atomically: the one who takes it out gives the place back.
    private IGatePlace? place;

    internal GateLease(IGatePlace place) => this.place = place;

    /// <summary>Gives the place to who waits longest, or back. Does not run that caller's code. Every other call does nothing.</summary>
    public void Dispose() => Interlocked.Exchange(ref place, null)?.Leave();
}
