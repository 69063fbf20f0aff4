using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>All such changes in one piece of work, in the order in which they are written.</summary>
/// <param name="All">The changes.</param>
/// <param name="HasOtherLocks">The work takes turns by other means than a lock statement.</param>
internal sealed record Accumulations(ImmutableArray<Accumulation> All, bool HasOtherLocks);
