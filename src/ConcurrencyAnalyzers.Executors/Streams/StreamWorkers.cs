using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// The workers of one enumeration, on the thread pool: they take items from the source, one worker at a time, and work on them, several at a time. A worker that may not start anything ends; whoever
/// makes room starts the next. Executed on the pool, it is a worker that arrives.
/// </summary>
internal sealed class StreamWorkers<TIn, TOut>(
    StreamExchange<TOut> exchange, IThreadPoolWorkItem reader, Func<CancellationToken, IAsyncEnumerator<TIn>> open, StreamSelector<TIn, TOut> selector, CancellationToken first, CancellationToken second)
    : IThreadPoolWorkItem
{
    // Not disposed: it has neither a timer nor a link, and a caller that cancels may come to it after the end.
    private readonly CancellationTokenSource stop = new();

    // Where the reader asked for the first result; null where that does not flow. Written before the first worker starts.
    private ExecutionContext? context;

    // Of the worker that reads, and of the reader once no worker runs. Between one and the next are the steps of the exchange.
    private IAsyncEnumerator<TIn>? source;
    private long taken;

    private bool IsCanceled => first.IsCancellationRequested || second.IsCancellationRequested;

    /// <summary>Where the reader is now: what the items see.</summary>
    public void CaptureContext() => context = ExecutionContext.Capture();

    /// <summary>By whom a step of the exchange gave the duty.</summary>
    public void Start() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>Cancels the items that run. What they registered with their token runs on this thread, and what it throws comes out.</summary>
    /// <exception cref="AggregateException">What was registered threw.</exception>
    public void CancelItems() => stop.Cancel();

    /// <summary>As <see cref="CancelItems"/>, on the pool.</summary>
    public Task CancelItemsAsync() => stop.CancelAsync();

    /// <summary>By the reader, once no worker runs.</summary>
    public ValueTask DisposeSourceAsync() => source?.DisposeAsync() ?? ValueTask.CompletedTask;

    void IThreadPoolWorkItem.Execute()
    {
        var reads = exchange.Arrive(out var wakesReader);
        if (wakesReader)
        {
            WakeReader();
        }

        if (reads)
        {
            // Where the reader's context does not flow, it is that of a new work item.
            Work(context ?? ExecutionContext.Capture()!);
        }
    }

    // Not a task, because nobody could wait for it in time: the exchange counts it. Nothing is thrown out of it.
    private async void Work(ExecutionContext context)
    {
        var token = stop.Token;
        bool goesOn, startsWorker, wakesReader;
        do
        {
            // What the last item changed outside of asynchronous methods is neither for the source nor for the next item.
            ExecutionContext.Restore(context);
            TIn item;
            try
            {
                source ??= open(token);
                if (!await source.MoveNextAsync().ConfigureAwait(false))
                {
                    if (exchange.End())
                    {
                        WakeReader();
                    }

                    return;
                }

                item = source.Current;
            }
            catch (Exception exception)
            {
                Fail(StreamFaults.OfNoItem, exception);
                return;
            }

            var index = taken++;
            goesOn = exchange.Take(out startsWorker, out wakesReader);
            if (startsWorker)
            {
                Start();
            }

            if (goesOn)
            {
                TOut result;
                try
                {
                    result = await selector(item, index, token).ConfigureAwait(false);
                }
                catch (Exception exception)
                {
                    Fail(index, exception);
                    return;
                }

                goesOn = exchange.Complete(index, result, out wakesReader);
            }

            if (wakesReader)
            {
                WakeReader();
            }
        }
        while (goesOn);
    }

    private void Fail(long index, Exception exception)
    {
        exchange.Fail(index, exception, IsCanceled);
        try
        {
            CancelItems();
        }
        catch (AggregateException thrown)
        {
            foreach (var inner in thrown.InnerExceptions)
            {
                exchange.Fail(StreamFaults.OfNoItem, inner, isCanceled: true);
            }
        }

        if (exchange.Leave())
        {
            WakeReader();
        }
    }

    // At the end of the pool's queue, behind the items that are in it already: then the reader finds their results, too, instead of being woken for each.
    private void WakeReader() => ThreadPool.UnsafeQueueUserWorkItem(reader, preferLocal: false);
}
