namespace ConcurrencyAnalyzers.Executors;

/// <summary>How a <see cref="TaskScope"/> treats its children. Read once, when the scope begins.</summary>
public sealed record TaskScopeOptions
{
    /// <summary>How many children run at once at most; the others wait for their turn, in the order in which they were started. Null, for no limit, unless set.</summary>
    public Degree? Limit { get; init; }

    /// <summary>Whether the first failure cancels the scope's token. If not, all go on to their end, and the scope fails then. True unless set.</summary>
    public bool CancelOnFailure { get; init; } = true;
}
