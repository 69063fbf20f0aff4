using System.Collections.Immutable;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>One mismatch in one place, and what the rules should say of it.</summary>
/// <param name="Number">With the seed, all that is needed to make it again.</param>
internal sealed record Mutation(
    int Number, CodeBase CodeBase, Site Site, Construct Construct, WorkloadTemplate Workload, ImmutableArray<Carrier> Carriers, Expectation Expected, Mutant Mutant)
{
    public int Depth => Carriers.Length;
}
