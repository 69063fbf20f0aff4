namespace ConcurrencyAnalyzers.Executors;

/// <summary>What the reader of a stream is to do.</summary>
internal enum ReaderStep
{
    /// <summary>Take the result at the head.</summary>
    Take,

    /// <summary>Wait until it is woken.</summary>
    Wait,

    /// <summary>Clean up: nothing runs any more, and nothing will.</summary>
    Finish,
}
