using System;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>Where the workers and the reader of one enumeration meet. Every member is one step, under a gate under which nothing waits and no user code runs; all may be called from any thread at once.</summary>
internal sealed class StreamExchange<T>(int degree, int window, bool ordered)
{
    // All guarded by the gate. Nothing under it throws but for want of memory, which ends the process from a worker that nobody awaits: so there is no finally.
    private ResultRing<T> results = new();
    private readonly StreamFaults faults = new();
    private StreamLedger ledger = new(degree, window);

    private SpinGate gate;

    /// <summary>A copy of the ledger between two steps.</summary>
    public StreamLedger Ledger
    {
        get
        {
            gate.Enter();
            var copy = ledger;
            gate.Exit();
            return copy;
        }
    }

    /// <summary>What the faults amount to; all of them, once no worker runs any more.</summary>
    public Exception? Fault
    {
        get
        {
            gate.Enter();
            var fault = faults.ToException();
            gate.Exit();
            return fault;
        }
    }

    /// <summary>For who asks or leaves while the reader waits.</summary>
    public static InvalidOperationException TwoReaders() => new("A stream has one reader at a time, and it waits for a result: await that before asking for the next, or leaving.");

    /// <inheritdoc cref="StreamLedger.Ask"/>
    /// <param name="from">Woken for who asks in the reader's name, away for the reader itself.</param>
    /// <param name="result">What to take.</param>
    /// <param name="startsWorker">Whether the caller has to start a worker.</param>
    /// <exception cref="InvalidOperationException">The reader asks while it waits.</exception>
    public ReaderStep Ask(ReaderState from, out T result, out bool startsWorker)
    {
        gate.Enter();
        if (ledger.Reader != from)
        {
            gate.Exit();
            throw TwoReaders();
        }

        var step = ledger.Ask(results.IsReady, out startsWorker);
        result = step == ReaderStep.Take ? results.Take() : default!;
        gate.Exit();
        return step;
    }

    /// <inheritdoc cref="StreamLedger.Arrive"/>
    public bool Arrive(out bool wakesReader)
    {
        gate.Enter();
        var reads = ledger.Arrive(out wakesReader);
        gate.Exit();
        return reads;
    }

    /// <inheritdoc cref="StreamLedger.Take"/>
    public bool Take(out bool startsWorker, out bool wakesReader)
    {
        gate.Enter();
        var works = ledger.Take(out startsWorker, out wakesReader);
        gate.Exit();
        return works;
    }

    /// <inheritdoc cref="StreamLedger.Complete"/>
    /// <param name="index">The item's in the source.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="wakesReader">Whether the caller has to wake the reader.</param>
    public bool Complete(long index, T result, out bool wakesReader)
    {
        gate.Enter();
        if (ordered)
        {
            results.Put(index, result);
        }
        else
        {
            results.Append(result);
        }

        var reads = ledger.Complete(results.IsReady, out wakesReader);
        gate.Exit();
        return reads;
    }

    /// <inheritdoc cref="StreamLedger.End"/>
    public bool End()
    {
        gate.Enter();
        var wakesReader = ledger.End();
        gate.Exit();
        return wakesReader;
    }

    /// <inheritdoc cref="StreamLedger.Stop"/>
    public void Stop()
    {
        gate.Enter();
        ledger.Stop();
        gate.Exit();
    }

    /// <summary>Stops because of an exception, and keeps it if it is a fault.</summary>
    /// <param name="index">The item's in the source, or <see cref="StreamFaults.OfNoItem"/>.</param>
    /// <param name="exception">A cancellation is a fault only where nothing was cancelled: then the item came to it by itself.</param>
    /// <param name="isCanceled">Whether a caller has cancelled. An item that looks at the caller's token itself may hear of that before the stream does.</param>
    public void Fail(long index, Exception exception, bool isCanceled)
    {
        gate.Enter();
        if (exception is not OperationCanceledException || !(ledger.IsStopped || isCanceled))
        {
            faults.Add(index, exception);
        }

        ledger.Stop();
        gate.Exit();
    }

    /// <inheritdoc cref="StreamLedger.Leave"/>
    public bool Leave()
    {
        gate.Enter();
        var wakesReader = ledger.Leave();
        gate.Exit();
        return wakesReader;
    }
}
