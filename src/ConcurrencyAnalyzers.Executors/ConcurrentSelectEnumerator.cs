using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using System.Threading.Tasks.Sources;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// One enumeration of a stream. Workers on the thread pool take items from the source, one worker at a time, and work on them, several at a time; the reader takes the results.
/// A worker that finds nothing it may start ends; whoever makes room for the next item, the reader or a worker, starts the next worker.
/// </summary>
internal sealed class ConcurrentSelectEnumerator<TIn, TOut> : IAsyncEnumerator<TOut>, IValueTaskSource, IThreadPoolWorkItem
{
    private readonly Lock gate = new();
    private readonly IEnumerable<TIn>? source;
    private readonly IAsyncEnumerable<TIn>? asyncSource;
    private readonly int degree;
    private readonly int window;
    private readonly bool ordered;
    private readonly StreamSelector<TIn, TOut> selector;
    private readonly CancellationToken first;
    private readonly CancellationToken second;

    // Canceled by the caller's tokens, by the first fault and by the end. Disposed in the end.
    private readonly CancellationTokenSource stop;

    // Set before the first worker starts, and then only used by the one that reads the source.
    private IEnumerator<TIn>? items;
    private IAsyncEnumerator<TIn>? asyncItems;
    private long taken;

    // Where the reader called for the first item: every item's work sees its context.
    private ExecutionContext? context;

    // All below is guarded by the gate.

    // Workers that read the source or work on an item; at most the degree.
    private int running;

    // Items that a worker set out to take and that the reader has not got yet; at most the window.
    private int held;

    // Whether a worker reads the source.
    private bool reading;

    // Whether the source is at its end, or failed.
    private bool ended;

    // Results by position, modulo the length, which is a power of two: the index in the source if ordered, else the place in the order of completion. Positions next up to next + held are in use.
    private (bool Ready, TOut Value)[] results = new (bool, TOut)[4];
    private long next;
    private long completed;

    private readonly List<(long Index, Exception Error)> faults = [];

    // Whether the reader waits to be signaled.
    private bool waiting;
    private ManualResetValueTaskSourceCore<bool> signal = new() { RunContinuationsAsynchronously = true };

    // Only used by the reader.
    private bool started;
    private bool finished;

    public ConcurrentSelectEnumerator(
        IEnumerable<TIn>? source, IAsyncEnumerable<TIn>? asyncSource, int degree, int window, bool ordered, StreamSelector<TIn, TOut> selector, CancellationToken first, CancellationToken second)
    {
        this.source = source;
        this.asyncSource = asyncSource;
        this.degree = degree;
        this.window = window;
        this.ordered = ordered;
        this.selector = selector;
        this.first = first;
        this.second = second;
        stop = CancellationTokenSource.CreateLinkedTokenSource(first, second);
    }

    public TOut Current { get; private set; } = default!;

    // Pooled, because a reader that is faster than the items waits for each of them.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> MoveNextAsync()
    {
        if (finished)
            return false;
        if (!started)
        {
            started = true;
            if (!stop.IsCancellationRequested)
                Open();
        }

        while (true)
        {
            bool over, start = false, wait = false;
            lock (gate)
            {
                var stopped = stop.IsCancellationRequested;
                ref var head = ref results[next & (results.Length - 1)];
                over = running == 0 && (stopped || (ended && held == 0));
                if (!over && !stopped && head.Ready)
                {
                    Current = head.Value;
                    head = default;
                    next++;
                    held--;
                    start = TryReserve();
                }
                else if (!over)
                {
                    start = TryReserve();
                    // Nothing runs and nothing may start: the stop came since the look above, and nobody is left to signal.
                    if (running == 0)
                        continue;
                    signal.Reset();
                    waiting = wait = true;
                }
            }

            if (start)
                StartWorker();
            if (over)
            {
                var exception = WhyItEnded();
                await CloseAsync().ConfigureAwait(false);
                if (exception is not null)
                    ExceptionDispatchInfo.Throw(exception);
                return false;
            }

            if (!wait)
                return true;
            await new ValueTask(this, signal.Version).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (finished)
            return;
        try
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException)
        {
            // Thrown by what an item registered with its token. The reader has left, as for every other fault of what it did not wait for.
        }

        while (true)
        {
            lock (gate)
            {
                if (running == 0)
                    break;
                signal.Reset();
                waiting = true;
            }

            await new ValueTask(this, signal.Version).ConfigureAwait(false);
        }

        await CloseAsync().ConfigureAwait(false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (context is not null)
            ExecutionContext.Restore(context);
        Work();
    }

    void IValueTaskSource.GetResult(short token) => signal.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => signal.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => signal.OnCompleted(continuation, state, token, flags);

    private void Open()
    {
        context = ExecutionContext.Capture();
        if (source is not null)
            items = source.GetEnumerator();
        else
            asyncItems = asyncSource!.GetAsyncEnumerator(stop.Token);
    }

    // Under the gate. Who gets true reads the source next, on its own thread or on that of a worker it starts.
    private bool TryReserve()
    {
        if (reading || ended || running == degree || held == window || stop.IsCancellationRequested)
            return false;
        reading = true;
        running++;
        held++;
        return true;
    }

    private void StartWorker() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    // Not a task, because nobody could wait for it in time: running counts it. Nothing is thrown out of it.
    private async void Work()
    {
        do
        {
            TIn item;
            long index;
            try
            {
                if (!(items is not null ? items.MoveNext() : await asyncItems!.MoveNextAsync().ConfigureAwait(false)))
                {
                    End(fault: null);
                    return;
                }

                item = items is not null ? items.Current : asyncItems!.Current;
                index = taken++;
            }
            catch (Exception exception)
            {
                End(exception);
                return;
            }

            bool start;
            lock (gate)
            {
                reading = false;
                start = TryReserve();
            }

            if (start)
                StartWorker();
            // What the source or the last item's selector left in the context, outside of asynchronous methods, is not for this item.
            if (context is not null)
                ExecutionContext.Restore(context);
            TOut value;
            try
            {
                stop.Token.ThrowIfCancellationRequested();
                value = await selector(item, index, stop.Token).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                await FailAsync(index, exception).ConfigureAwait(false);
                return;
            }

            if (!Complete(index, value))
                return;
        }
        while (true);
    }

    // Whether the worker is to go on with the next item.
    private bool Complete(long index, TOut value)
    {
        bool goOn, wake;
        lock (gate)
        {
            var position = ordered ? index : completed++;
            while (position - next >= results.Length)
                Grow();
            results[position & (results.Length - 1)] = (true, value);
            running--;
            goOn = TryReserve();
            wake = ShouldWake();
        }

        if (wake)
            signal.SetResult(true);
        return goOn;
    }

    private async ValueTask FailAsync(long index, Exception exception)
    {
        lock (gate)
            Note(index, exception);
        try
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException thrown)
        {
            // Thrown by what another item registered with its token: a fault as well.
            lock (gate)
                faults.AddRange(ToFaults(thrown));
        }

        Leave();
    }

    private void End(Exception? fault)
    {
        if (fault is not null)
        {
            lock (gate)
                Note(long.MaxValue, fault);
        }

        lock (gate)
        {
            ended = true;
            reading = false;
            held--;
        }

        if (fault is null)
            Leave();
        else
            StopAndLeave();
    }

    private async void StopAndLeave()
    {
        try
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException thrown)
        {
            lock (gate)
                faults.AddRange(ToFaults(thrown));
        }

        Leave();
    }

    private void Leave()
    {
        bool wake;
        lock (gate)
        {
            running--;
            wake = ShouldWake();
        }

        if (wake)
            signal.SetResult(true);
    }

    // Under the gate. A cancellation after the stop is its consequence; before it, it is the item's own, and a fault.
    private void Note(long index, Exception exception)
    {
        if (exception is not OperationCanceledException || !stop.IsCancellationRequested)
            faults.Add((index, exception));
    }

    private static IEnumerable<(long Index, Exception Error)> ToFaults(AggregateException thrown)
    {
        foreach (var inner in thrown.InnerExceptions)
            yield return (long.MaxValue, inner);
    }

    // Under the gate.
    private bool ShouldWake()
    {
        if (!waiting || !(running == 0 || results[next & (results.Length - 1)].Ready))
            return false;
        waiting = false;
        return true;
    }

    // Under the gate.
    private void Grow()
    {
        var larger = new (bool, TOut)[results.Length * 2];
        for (var position = next; position < next + results.Length; position++)
            larger[position & (larger.Length - 1)] = results[position & (results.Length - 1)];
        results = larger;
    }

    // Once nothing runs any more.
    private Exception? WhyItEnded()
    {
        if (faults.Count == 1)
            return faults[0].Error;
        if (faults.Count > 1)
        {
            faults.Sort(static (left, right) => left.Index.CompareTo(right.Index));
            return new AggregateException(faults.ConvertAll(static fault => fault.Error));
        }

        if (first.IsCancellationRequested)
            return new OperationCanceledException(first);
        return second.IsCancellationRequested && stop.IsCancellationRequested ? new OperationCanceledException(second) : null;
    }

    private async ValueTask CloseAsync()
    {
        finished = true;
        stop.Dispose();
        results = [];
        Current = default!;
        items?.Dispose();
        if (asyncItems is not null)
            await asyncItems.DisposeAsync().ConfigureAwait(false);
    }
}
