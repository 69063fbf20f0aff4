using System.Collections.Generic;

namespace ConcurrencyAnalyzers.Executors;

/// <summary>
/// What a step of a lane decided under its lock, and its caller does after it: wake-ups, thread starts and completions cost time or run other people's code.
/// </summary>
internal struct LaneEffects
{
    /// <summary>A worker that was idle and is to look for work.</summary>
    public LaneWorker? Wake;

    /// <summary>Whether a thread is to be started; it is counted already.</summary>
    public bool StartsThread;

    /// <summary>Entries that found room.</summary>
    public List<LaneEntry>? Admitted;

    /// <summary>A closed queue whose last work is done.</summary>
    public LaneQueue? Drained;

    /// <summary>Whether the last thread of a closed lane is gone.</summary>
    public bool Ended;
}
