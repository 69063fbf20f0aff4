namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>Where code of a mutation stands: in which type, and whether there is a <c>this</c> that a lambda may use.</summary>
internal readonly record struct Scope(Home Home, bool HasThis);
