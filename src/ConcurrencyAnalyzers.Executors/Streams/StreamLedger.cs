namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// Who may do what in one enumeration of a stream: the rules alone, without threads, results and user code, so that every order of events can be tried. Each member is one step, and steps exclude each
/// other: <see cref="StreamExchange{T}"/> has the gate.
/// </summary>
/// <remarks>
/// Steps hand out two duties, each to exactly one: to start a worker, and to wake the reader. Who has one carries it out after the step. A worker is in the ledger from the step that decides to start it
/// to the step with which it leaves, after which it touches nothing of the stream but the reader that it may have to wake.
/// </remarks>
internal struct StreamLedger(int degree, int window)
{
    // Workers that read the source or work on an item: 0 to the degree.
    private int running;

    // Whether a worker is on its way. Never two. It has reserved nothing: when it comes and there is nothing for it any more, because those who were there already took it, it leaves.
    private bool starting;

    // Items that a worker set out to take and the reader has not got: 0 to the window. Until the stop, exactly one for each running worker and each result that waits.
    private int held;

    // Whether one of the running workers has the source for itself.
    private bool reading;

    // Whether the source has no more items.
    private bool ended;

    // Whether nothing more starts and no result is taken any more: after a fault or a cancellation, or because the reader leaves. For good.
    private bool stopped;

    // While it waits, a worker runs or is on its way, which will wake it; while it is woken, whoever has that duty will ask in its name.
    private ReaderState reader;

    // From the reader's first question until the stop or the end of the source, no room is unused: somebody reads or is on the way, or as many workers run as may, or as many items are held as may. So
    // every step that could make the last of these untrue tries to start a worker or to go on.

    public readonly int Running => running;

    public readonly bool IsStarting => starting;

    public readonly int Held => held;

    public readonly bool IsReading => reading;

    public readonly bool HasEnded => ended;

    public readonly bool IsStopped => stopped;

    public readonly ReaderState Reader => reader;

    private readonly bool HasRoom => !(reading || ended || stopped || running == degree || held == window);

    private readonly bool IsDeserted => running == 0 && !starting;

    /// <summary>The reader asks for a result, or whoever woke it asks in its name. It must not be asked for while it waits.</summary>
    /// <param name="isReady">Whether there is a result at the head.</param>
    /// <param name="startsWorker">Whether the caller has to start a worker.</param>
    public ReaderStep Ask(bool isReady, out bool startsWorker)
    {
        reader = ReaderState.Away;
        var takes = isReady && !stopped;
        if (takes)
        {
            held--;
        }

        startsWorker = TryStart();
        if (takes)
        {
            return ReaderStep.Take;
        }

        if (IsDeserted)
        {
            return ReaderStep.Finish;
        }

        reader = ReaderState.Waiting;
        return ReaderStep.Wait;
    }

    /// <summary>A worker that was started is there.</summary>
    /// <param name="wakesReader">Whether the caller has to wake the reader.</param>
    /// <returns>Whether the worker reads the source now; otherwise it has left.</returns>
    public bool Arrive(out bool wakesReader)
    {
        starting = false;
        var reads = TryReserve();
        wakesReader = TryWake();
        return reads;
    }

    /// <summary>A worker has an item from the source, which is free for others.</summary>
    /// <param name="startsWorker">Whether the caller has to start a worker.</param>
    /// <param name="wakesReader">Whether the caller has to wake the reader.</param>
    /// <returns>Whether the worker works on the item; otherwise, after the stop, it has left.</returns>
    public bool Take(out bool startsWorker, out bool wakesReader)
    {
        reading = false;
        startsWorker = TryStart();
        wakesReader = stopped && Leave();
        return !stopped;
    }

    /// <summary>A worker has finished its item.</summary>
    /// <param name="isReady">Whether there is a result at the head, this one included.</param>
    /// <param name="wakesReader">Whether the caller has to wake the reader.</param>
    /// <returns>Whether the worker reads the source now; otherwise it has left.</returns>
    public bool Complete(bool isReady, out bool wakesReader)
    {
        running--;
        var goesOn = TryReserve();
        wakesReader = TryWake(isReady);
        return goesOn;
    }

    /// <summary>A worker found the source at its end, and leaves.</summary>
    /// <returns>Whether the caller has to wake the reader.</returns>
    public bool End()
    {
        ended = true;
        reading = false;
        held--;
        return Leave();
    }

    /// <summary>Nothing more starts, and no more results are taken. Not a leave: a worker for which this is the reason has to cancel the others before that.</summary>
    public void Stop() => stopped = true;

    /// <summary>A worker leaves after the stop. If it read the source, nobody does so again.</summary>
    /// <returns>Whether the caller has to wake the reader.</returns>
    public bool Leave()
    {
        running--;
        return TryWake();
    }

    private bool TryStart()
    {
        if (starting || !HasRoom)
        {
            return false;
        }

        starting = true;
        return true;
    }

    private bool TryReserve()
    {
        if (!HasRoom)
        {
            return false;
        }

        reading = true;
        running++;
        held++;
        return true;
    }

    // For a result only in the step that brings it to the head: a reader that waits found none there.
    private bool TryWake(bool isReady = false)
    {
        if (reader != ReaderState.Waiting || !(IsDeserted || (isReady && !stopped)))
        {
            return false;
        }

        reader = ReaderState.Woken;
        return true;
    }
}
