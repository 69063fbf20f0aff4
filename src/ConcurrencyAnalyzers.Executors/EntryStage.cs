namespace ConcurrencyAnalyzers.Executors;

/// <summary>Where an entry is on its one way from its caller to a worker. It never goes back.</summary>
internal enum EntryStage
{
    /// <summary>Not handed over yet, or refused at once, or pushed and not taken in yet.</summary>
    Outside,

    /// <summary>Pushed too late: its queue was closed meanwhile.</summary>
    Refused,

    /// <summary>Behind a full queue.</summary>
    WaitingForRoom,

    /// <summary>In the queue: workers may take seats.</summary>
    Queued,

    /// <summary>Taken, or removed before it was.</summary>
    Gone,
}
