using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using System.Threading.Tasks.Sources;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>The reader's side of one enumeration: it asks the exchange for results, and waits for them without a thread. Executed on the pool, it asks in the name of the reader that waits.</summary>
internal sealed class ConcurrentSelectEnumerator<TIn, TOut> : IAsyncEnumerator<TOut>, IValueTaskSource<bool>, IThreadPoolWorkItem
{
    private readonly StreamExchange<TOut> exchange;
    private readonly StreamWorkers<TIn, TOut> workers;
    private readonly CancellationToken first;
    private readonly CancellationToken second;

    // All below is of the reader and, while it waits, of who asks in its name: the exchange says who that is.
    private CancellationTokenRegistration ofFirst;
    private CancellationTokenRegistration ofSecond;
    private bool started;
    private bool leaving;
    private bool finished;

    // What the reader awaits. Fresh whenever it asks, because taking an answer resets it: nobody who could set it is left then. What awaits it goes on at once, on the thread that came to the pool for that.
    private ManualResetValueTaskSourceCore<bool> answer;

    public ConcurrentSelectEnumerator(
        Func<CancellationToken, IAsyncEnumerator<TIn>> open, int degree, int window, bool ordered, StreamSelector<TIn, TOut> selector, CancellationToken first, CancellationToken second)
    {
        this.first = first;
        this.second = second;
        exchange = new StreamExchange<TOut>(degree, window, ordered);
        workers = new StreamWorkers<TIn, TOut>(exchange, reader: this, open, selector, first, second);
    }

    public TOut Current { get; private set; } = default!;

    public ValueTask<bool> MoveNextAsync()
    {
        if (finished)
        {
            return new ValueTask<bool>(false);
        }

        if (!started)
        {
            started = true;
            workers.CaptureContext();
            ofFirst = first.UnsafeRegister(static reader => ((ConcurrentSelectEnumerator<TIn, TOut>)reader!).Cancel(), this);
            ofSecond = second.UnsafeRegister(static reader => ((ConcurrentSelectEnumerator<TIn, TOut>)reader!).Cancel(), this);
        }

        return NextAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (finished)
        {
            return;
        }

        if (exchange.Ledger.Reader != ReaderState.Away)
        {
            throw StreamExchange<TOut>.TwoReaders();
        }

        leaving = true;
        exchange.Stop();
        try
        {
            await workers.CancelItemsAsync().ConfigureAwait(false);
        }
        catch (AggregateException)
        {
            // The reader has left: this is dropped like every other fault of what it did not wait for.
        }

        await NextAsync().ConfigureAwait(false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        switch (Ask(ReaderState.Woken))
        {
            case ReaderStep.Take:
                answer.SetResult(true);
                break;
            case ReaderStep.Finish:
                AnswerOnceFinished();
                break;
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        try
        {
            return answer.GetResult(token);
        }
        finally
        {
            answer.Reset();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => answer.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => answer.OnCompleted(continuation, state, token, flags);

    private void Cancel()
    {
        exchange.Stop();
        workers.CancelItems();
    }

    private ValueTask<bool> NextAsync()
    {
        // Before the step: from then on somebody else may answer.
        var version = answer.Version;
        return Ask(ReaderState.Away) switch
        {
            ReaderStep.Take => new ValueTask<bool>(true),
            ReaderStep.Wait => new ValueTask<bool>(this, version),
            _ => new ValueTask<bool>(FinishAsync()),
        };
    }

    private ReaderStep Ask(ReaderState from)
    {
        var step = exchange.Ask(from, out var result, out var startsWorker);
        if (step == ReaderStep.Take)
        {
            Current = result;
        }

        if (startsWorker)
        {
            workers.Start();
        }

        return step;
    }

    private async void AnswerOnceFinished()
    {
        bool more;
        try
        {
            more = await FinishAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            answer.SetException(exception);
            return;
        }

        answer.SetResult(more);
    }

    private async Task<bool> FinishAsync()
    {
        finished = true;
        Current = default!;
        // Not waited for: a callback that runs just now finds nothing to cancel.
        ofFirst.Unregister();
        ofSecond.Unregister();
        await workers.DisposeSourceAsync().ConfigureAwait(false);
        if (!leaving && (exchange.Fault ?? Cancellation()) is { } exception)
        {
            ExceptionDispatchInfo.Throw(exception);
        }

        return false;
    }

    private OperationCanceledException? Cancellation() => !exchange.Ledger.IsStopped ? null : new OperationCanceledException(first.IsCancellationRequested ? first : second);
}
