namespace ConcurrencyAnalyzers.Engine;

/// <summary>The rows of the table: what runs a piece of code.</summary>
internal enum Vehicle : byte
{
    RawThread,
    PoolWorkItem,
    LongRunningTask,
    ParallelLoop,
    Plinq,
    AsyncLoop,
    FanOut,
    AsyncCode,
    Request,
    UiThread,
    Callback,
    HeldLock,
}
