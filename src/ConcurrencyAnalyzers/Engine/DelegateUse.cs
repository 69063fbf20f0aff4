namespace ConcurrencyAnalyzers.Engine;

/// <summary>Where a delegate that is handed over runs.</summary>
internal enum DelegateUse : byte
{
    /// <summary>Nothing is known: the delegate's effects count nowhere but in its own body.</summary>
    Unknown,

    /// <summary>On the caller's thread, before the call returns.</summary>
    Inline,

    /// <summary>On the thread that enumerates the result.</summary>
    Deferred,

    /// <summary>One-time initialisation.</summary>
    Once,
    Pool,
    LongRunning,
    Thread,
    Parallel,
    Plinq,
    AsyncLoop,
    Timer,
    Continuation,
    Ui,

    /// <summary>For each request, message or job.</summary>
    Request,
    Event,

    /// <summary>Kept, and run later by someone else.</summary>
    Stored,

    /// <summary>Inline or asynchronous, and awaited by the call itself.</summary>
    Scope,
}
