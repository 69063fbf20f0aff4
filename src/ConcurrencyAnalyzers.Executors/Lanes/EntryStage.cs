namespace ConcurrencyAnalyzers.Executors;

/// <summary>Where an entry is on its one way from its caller to a worker. It never goes back.</summary>
internal enum EntryStage : byte
{
    /// <summary>Not handed over yet, or refused at once.</summary>
    Outside,

    /// <summary>Pushed, and claimed by nobody yet. The only stage that is left by compare-and-swap.</summary>
    Arrived,

    /// <summary>Pushed too late: its queue was closed meanwhile.</summary>
    Refused,

    /// <summary>Behind a full queue.</summary>
    WaitingForRoom,

    /// <summary>In the queue: workers may take seats.</summary>
    Queued,

    /// <summary>Taken, or removed before it was.</summary>
    Gone,
}
