namespace ConcurrencyAnalyzers.Executors;

/// <summary>What a queue says to an entry that is handed over.</summary>
internal enum Admission : byte
{
    Accepted,
    Rejected,
    Closed,
}
