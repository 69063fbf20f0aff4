namespace ConcurrencyAnalyzers.Executors;

/// <summary>What is in at most one <see cref="IntrusiveList{T}"/> at a time, which alone reads and writes these: a list without an object for each place.</summary>
internal interface ILinked<T>
    where T : class
{
    T? Next { get; set; }

    T? Previous { get; set; }
}
