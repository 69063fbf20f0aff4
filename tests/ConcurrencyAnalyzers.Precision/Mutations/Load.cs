namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>How much an inserted computation is. That is known from how it was written, and not asked of the engine.</summary>
internal enum Load
{
    /// <summary>It is not about computation.</summary>
    None,

    /// <summary>Some nanoseconds.</summary>
    Tiny,

    /// <summary>More than that, and at most some microseconds: between the columns of the table.</summary>
    Small,

    /// <summary>Milliseconds, for a thousand elements of what it loops over.</summary>
    Heavy,
}
