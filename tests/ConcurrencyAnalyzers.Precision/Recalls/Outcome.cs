namespace ConcurrencyAnalyzers.Precision.Recalls;

/// <summary>What became of a mutation.</summary>
internal enum Outcome
{
    /// <summary>Reported by the rule of the cell, at the right place, for the right vehicle; or rightly not reported.</summary>
    Right,

    /// <summary>Nothing new was reported.</summary>
    Missed,

    /// <summary>Reported there, under an id or for a vehicle that is not the cell's.</summary>
    OtherRule,

    /// <summary>The right id stands somewhere else.</summary>
    OtherPlace,

    /// <summary>Reported although the two fit.</summary>
    FalseAlarm,

    /// <summary>The cell's rule is yet to come, and nothing is reported.</summary>
    NotImplemented,
}
