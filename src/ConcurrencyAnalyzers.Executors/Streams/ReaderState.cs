namespace ConcurrencyAnalyzers.Executors;

/// <summary>Where the reader of a stream is.</summary>
internal enum ReaderState
{
    /// <summary>At work on what it has, or gone.</summary>
    Away,

    /// <summary>It asked, and there was nothing for it yet.</summary>
    Waiting,

    /// <summary>Somebody is on the way to it, to ask again in its name.</summary>
    Woken,
}
