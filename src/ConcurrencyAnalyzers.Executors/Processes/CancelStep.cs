namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>What somebody has to do after a cancellation.</summary>
internal enum CancelStep
{
    /// <summary>Nothing: it is over, or was cancelled before.</summary>
    None,

    /// <summary>End the call: no worker has heard of it.</summary>
    End,

    /// <summary>Tell its worker.</summary>
    Tell,
}
