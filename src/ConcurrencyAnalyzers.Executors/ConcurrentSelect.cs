using System;
using System.Collections.Generic;
using System.Threading;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>What a stream of <see cref="ConcurrentStream"/> is to do. Each enumeration starts anew.</summary>
internal sealed class ConcurrentSelect<TIn, TOut>(
    IEnumerable<TIn>? source, IAsyncEnumerable<TIn>? asyncSource, Degree degree, int? buffer, bool ordered, StreamSelector<TIn, TOut> selector, CancellationToken cancellationToken)
    : IAsyncEnumerable<TOut>
{
    public IAsyncEnumerator<TOut> GetAsyncEnumerator(CancellationToken ofEnumeration = default)
    {
        var atOnce = degree.Value;
        var window = (int)Math.Min(Array.MaxLength, (long)atOnce + (buffer ?? atOnce));
        return new ConcurrentSelectEnumerator<TIn, TOut>(source, asyncSource, atOnce, window, ordered, selector, cancellationToken, ofEnumeration);
    }
}
