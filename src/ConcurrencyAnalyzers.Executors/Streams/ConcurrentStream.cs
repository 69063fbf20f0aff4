using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// Asynchronous work on the items of a sequence, several at a time, as a stream of results: in the order of the source, in the order of completion, or as one <see cref="Outcome{TIn, TOut}"/> for each item.
/// <see cref="Parallel"/>.<c>ForEachAsync</c> has no results, and <c>WhenAll</c> has no limit.
/// </summary>
/// <remarks>
/// <para>Bounds: never more items are worked on at once than the degree says, and never more are taken from the source, without having been handed to the reader, than degree and buffer together. A source that never ends is fine.</para>
/// <para>The source is opened and read by one thread at a time, but by different ones, and items are started in its order. Source and selector run on the thread pool, without a synchronization context, and see the <see cref="ExecutionContext"/> of whoever asked for the first result;
/// what one item leaves in it, the next does not see. The source is disposed by the reader, once nothing runs any more.</para>
/// <para>Errors: the first fault, of an item or of the source, cancels the others; all of them finish before the reader gets the exception. One fault is thrown as itself, several as one <see cref="AggregateException"/> in the order of the source (its own last).
/// Cancellations that the fault caused are not reported; a cancellation that an item came to by itself is a fault. Results that were not read yet are dropped.</para>
/// <para>Cancellation, by the argument or by <c>WithCancellation</c>: items that run see it in their token, no other one starts, and when all have finished the reader gets an <see cref="OperationCanceledException"/> with the token that was canceled, unless there was a fault.</para>
/// <para>Leaving the loop early cancels what runs, waits for it, and observes its faults without throwing them: the reader no longer asks. An item or a source that does not heed its token keeps the reader waiting. What the disposal of the source throws comes out.</para>
/// <para>Each enumeration starts the work anew, and one enumeration has one reader at a time: to ask for a result or to leave while another result is awaited throws <see cref="InvalidOperationException"/>.</para>
/// <para>Cost: with items that only yield to the pool, about 1.2 times <c>ForAsync</c> into an array, and 1.5 times at a degree of 2, where the reader is woken for every other item.</para>
/// </remarks>
public static class ConcurrentStream
{
    /// <summary>Results in the order of the source.</summary>
    /// <param name="source">The items.</param>
    /// <param name="degree">How many items are worked on at once, at most. For work that waits, say the number that its destination bears; the cores have nothing to do with it.</param>
    /// <param name="selector">The work on an item, which may run at once with that on others. Its token is canceled as the remarks of <see cref="ConcurrentStream"/> say.</param>
    /// <param name="buffer">How many items more than the degree may be finished or running, at most, while the reader has not taken them; 0 or more. <see langword="null"/> is as many as the degree.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="selector"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="buffer"/> is negative.</exception>
    public static IAsyncEnumerable<TOut> SelectConcurrent<TIn, TOut>(
        this IEnumerable<TIn> source, Degree degree, Func<TIn, CancellationToken, ValueTask<TOut>> selector, int? buffer = null, CancellationToken cancellationToken = default)
    {
        Check(source, selector, buffer);
        return new ConcurrentSelect<TIn, TOut>(Open(source), degree, buffer, ordered: true, (item, _, token) => selector(item, token), cancellationToken);
    }

    /// <summary>Results in the order of the source.</summary>
    /// <inheritdoc cref="SelectConcurrent{TIn, TOut}(IEnumerable{TIn}, Degree, Func{TIn, CancellationToken, ValueTask{TOut}}, int?, CancellationToken)" path="/param"/>
    /// <inheritdoc cref="SelectConcurrent{TIn, TOut}(IEnumerable{TIn}, Degree, Func{TIn, CancellationToken, ValueTask{TOut}}, int?, CancellationToken)" path="/exception"/>
    public static IAsyncEnumerable<TOut> SelectConcurrent<TIn, TOut>(
        this IAsyncEnumerable<TIn> source, Degree degree, Func<TIn, CancellationToken, ValueTask<TOut>> selector, int? buffer = null, CancellationToken cancellationToken = default)
    {
        Check(source, selector, buffer);
        return new ConcurrentSelect<TIn, TOut>(source.GetAsyncEnumerator, degree, buffer, ordered: true, (item, _, token) => selector(item, token), cancellationToken);
    }

    /// <summary>Results as they come, in the order of completion.</summary>
    /// <inheritdoc cref="SelectConcurrent{TIn, TOut}(IEnumerable{TIn}, Degree, Func{TIn, CancellationToken, ValueTask{TOut}}, int?, CancellationToken)" path="/param"/>
    /// <inheritdoc cref="SelectConcurrent{TIn, TOut}(IEnumerable{TIn}, Degree, Func{TIn, CancellationToken, ValueTask{TOut}}, int?, CancellationToken)" path="/exception"/>
    public static IAsyncEnumerable<TOut> SelectConcurrentUnordered<TIn, TOut>(
        this IEnumerable<TIn> source, Degree degree, Func<TIn, CancellationToken, ValueTask<TOut>> selector, int? buffer = null, CancellationToken cancellationToken = default)
    {
        Check(source, selector, buffer);
        return new ConcurrentSelect<TIn, TOut>(Open(source), degree, buffer, ordered: false, (item, _, token) => selector(item, token), cancellationToken);
    }

    /// <summary>Results as they come, in the order of completion.</summary>
    /// <inheritdoc cref="SelectConcurrent{TIn, TOut}(IEnumerable{TIn}, Degree, Func{TIn, CancellationToken, ValueTask{TOut}}, int?, CancellationToken)" path="/param"/>
    /// <inheritdoc cref="SelectConcurrent{TIn, TOut}(IEnumerable{TIn}, Degree, Func{TIn, CancellationToken, ValueTask{TOut}}, int?, CancellationToken)" path="/exception"/>
    public static IAsyncEnumerable<TOut> SelectConcurrentUnordered<TIn, TOut>(
        this IAsyncEnumerable<TIn> source, Degree degree, Func<TIn, CancellationToken, ValueTask<TOut>> selector, int? buffer = null, CancellationToken cancellationToken = default)
    {
        Check(source, selector, buffer);
        return new ConcurrentSelect<TIn, TOut>(source.GetAsyncEnumerator, degree, buffer, ordered: false, (item, _, token) => selector(item, token), cancellationToken);
    }

    /// <summary>For each item its value or its error, in the order of the source. No item makes the stream throw or cancels another; the source and the cancellation token do.</summary>
    /// <inheritdoc cref="SelectConcurrent{TIn, TOut}(IEnumerable{TIn}, Degree, Func{TIn, CancellationToken, ValueTask{TOut}}, int?, CancellationToken)" path="/param"/>
    /// <inheritdoc cref="SelectConcurrent{TIn, TOut}(IEnumerable{TIn}, Degree, Func{TIn, CancellationToken, ValueTask{TOut}}, int?, CancellationToken)" path="/exception"/>
    public static IAsyncEnumerable<Outcome<TIn, TOut>> SelectOutcomes<TIn, TOut>(
        this IEnumerable<TIn> source, Degree degree, Func<TIn, CancellationToken, ValueTask<TOut>> selector, int? buffer = null, CancellationToken cancellationToken = default)
    {
        Check(source, selector, buffer);
        return new ConcurrentSelect<TIn, Outcome<TIn, TOut>>(Open(source), degree, buffer, ordered: true, ToOutcome(selector), cancellationToken);
    }

    /// <summary>For each item its value or its error, in the order of the source. No item makes the stream throw or cancels another; the source and the cancellation token do.</summary>
    /// <inheritdoc cref="SelectConcurrent{TIn, TOut}(IEnumerable{TIn}, Degree, Func{TIn, CancellationToken, ValueTask{TOut}}, int?, CancellationToken)" path="/param"/>
    /// <inheritdoc cref="SelectConcurrent{TIn, TOut}(IEnumerable{TIn}, Degree, Func{TIn, CancellationToken, ValueTask{TOut}}, int?, CancellationToken)" path="/exception"/>
    public static IAsyncEnumerable<Outcome<TIn, TOut>> SelectOutcomes<TIn, TOut>(
        this IAsyncEnumerable<TIn> source, Degree degree, Func<TIn, CancellationToken, ValueTask<TOut>> selector, int? buffer = null, CancellationToken cancellationToken = default)
    {
        Check(source, selector, buffer);
        return new ConcurrentSelect<TIn, Outcome<TIn, TOut>>(source.GetAsyncEnumerator, degree, buffer, ordered: true, ToOutcome(selector), cancellationToken);
    }

    /// <summary>For each item its value or its error, in the order of completion. No item makes the stream throw or cancels another; the source and the cancellation token do.</summary>
    /// <inheritdoc cref="SelectConcurrent{TIn, TOut}(IEnumerable{TIn}, Degree, Func{TIn, CancellationToken, ValueTask{TOut}}, int?, CancellationToken)" path="/param"/>
    /// <inheritdoc cref="SelectConcurrent{TIn, TOut}(IEnumerable{TIn}, Degree, Func{TIn, CancellationToken, ValueTask{TOut}}, int?, CancellationToken)" path="/exception"/>
    public static IAsyncEnumerable<Outcome<TIn, TOut>> SelectOutcomesUnordered<TIn, TOut>(
        this IEnumerable<TIn> source, Degree degree, Func<TIn, CancellationToken, ValueTask<TOut>> selector, int? buffer = null, CancellationToken cancellationToken = default)
    {
        Check(source, selector, buffer);
        return new ConcurrentSelect<TIn, Outcome<TIn, TOut>>(Open(source), degree, buffer, ordered: false, ToOutcome(selector), cancellationToken);
    }

    /// <summary>For each item its value or its error, in the order of completion. No item makes the stream throw or cancels another; the source and the cancellation token do.</summary>
    /// <inheritdoc cref="SelectConcurrent{TIn, TOut}(IEnumerable{TIn}, Degree, Func{TIn, CancellationToken, ValueTask{TOut}}, int?, CancellationToken)" path="/param"/>
    /// <inheritdoc cref="SelectConcurrent{TIn, TOut}(IEnumerable{TIn}, Degree, Func{TIn, CancellationToken, ValueTask{TOut}}, int?, CancellationToken)" path="/exception"/>
    public static IAsyncEnumerable<Outcome<TIn, TOut>> SelectOutcomesUnordered<TIn, TOut>(
        this IAsyncEnumerable<TIn> source, Degree degree, Func<TIn, CancellationToken, ValueTask<TOut>> selector, int? buffer = null, CancellationToken cancellationToken = default)
    {
        Check(source, selector, buffer);
        return new ConcurrentSelect<TIn, Outcome<TIn, TOut>>(source.GetAsyncEnumerator, degree, buffer, ordered: false, ToOutcome(selector), cancellationToken);
    }

    private static StreamSelector<TIn, Outcome<TIn, TOut>> ToOutcome<TIn, TOut>(Func<TIn, CancellationToken, ValueTask<TOut>> selector) => async (item, index, token) =>
    {
        try
        {
            return new Outcome<TIn, TOut>(item, index, await selector(item, token).ConfigureAwait(false), null);
        }
        catch (Exception exception)
        {
            return new Outcome<TIn, TOut>(item, index, default!, exception);
        }
    };

    private static Func<CancellationToken, IAsyncEnumerator<T>> Open<T>(IEnumerable<T> source) => _ => new SynchronousEnumerator<T>(source.GetEnumerator());

    private static void Check(object? source, object? selector, int? buffer)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        if (buffer is { } number)
            ArgumentOutOfRangeException.ThrowIfNegative(number, nameof(buffer));
    }
}
