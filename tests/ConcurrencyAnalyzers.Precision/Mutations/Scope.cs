namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>Where code of a mutation stands: in which type, and whether there is a <c>this</c> that a lambda may use.</summary>
/// <param name="IsOutside">The code stands in another type, and the home only takes its helpers.</param>
internal readonly record struct Scope(Home Home, bool HasThis, bool IsOutside = false);
