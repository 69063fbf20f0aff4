namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>What somebody has to do with a worker after a step of the ledger.</summary>
internal enum SlotStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Write to it what the step handed out.</summary>
    Write,

    /// <summary>Tell it to end.</summary>
    Close,

    /// <summary>Kill it.</summary>
    Kill,
}
