namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>What became of timing a method.</summary>
internal enum Timing
{
    Measured,

    /// <summary>One call took longer than is waited for. Its time is a lower bound.</summary>
    Slow,

    /// <summary>It throws whatever it is given.</summary>
    Throws,

    /// <summary>Nobody here can make what it wants.</summary>
    NoInputs,

    /// <summary>It waits for something that never comes.</summary>
    Waits,

    /// <summary>It takes the process with it.</summary>
    Crashes,
}
