namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>What methods are drawn apart by, so that the sample is not made of tiny ones only.</summary>
internal enum Stratum
{
    /// <summary>The method, or one of the same code base that it calls, has a loop, a query, or calls itself.</summary>
    Looping,

    /// <summary>Nothing of the kind is to be seen.</summary>
    Plain,
}
