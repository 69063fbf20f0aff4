using System;
using System.Collections.Generic;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>What a stream of <see cref="ConcurrentStream"/> is to do. Each enumeration starts anew.</summary>
internal sealed class ConcurrentSelect<TIn, TOut>(
    Func<CancellationToken, IAsyncEnumerator<TIn>> open, Degree degree, int? buffer, bool ordered, StreamSelector<TIn, TOut> selector, CancellationToken cancellationToken)
    : IAsyncEnumerable<TOut>
{
    // The largest ring of results there can be: arrays have no room for twice as many.
    private const long LargestWindow = 1 << 30;

    public IAsyncEnumerator<TOut> GetAsyncEnumerator(CancellationToken ofEnumeration = default)
    {
        var atOnce = degree.Value;
        var window = (int)Math.Min(LargestWindow, (long)atOnce + (buffer ?? atOnce));
        return new ConcurrentSelectEnumerator<TIn, TOut>(open, atOnce, window, ordered, selector, cancellationToken, ofEnumeration);
    }
}
