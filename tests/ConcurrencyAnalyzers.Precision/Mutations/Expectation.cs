using System.Collections.Immutable;
using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>What the table of workloads and vehicles promises for an inserted mismatch.</summary>
/// <param name="Rules">The ids that are right: those of the cell. Empty where the two fit.</param>
/// <param name="Vehicles">The vehicles that the diagnostic may name.</param>
/// <param name="IsImplemented">False where the rule of the cell is yet to come and no vehicle further out has one.</param>
internal sealed record Expectation(ImmutableArray<string> Rules, ImmutableArray<Vehicle> Vehicles, bool IsImplemented)
{
    public bool IsSilence => Rules.IsEmpty;

    public static Expectation Silence { get; } = new([], [], IsImplemented: true);

    /// <summary>By precedence, the first vehicle whose cell has a rule of this version; failing that, the first that has a rule at all.</summary>
    public static Expectation Of(Construct construct, WorkloadTemplate workload, Func<string, bool> isImplemented)
    {
        if (workload.Effect is null || construct.LivesLong)
        {
            return Silence;
        }

        Expectation? planned = null;
        foreach (var vehicle in WorkloadTable.Precedence.Where(construct.Around.Contains))
        {
            var rules = RulesOf(construct, vehicle, workload);
            if (rules.Any(isImplemented))
            {
                // Where two vehicles say the same, it does not matter which of them speaks.
                return new(rules, [.. construct.Around.Where(other => RulesOf(construct, other, workload).Intersect(rules).Any())], IsImplemented: true);
            }

            if (!rules.IsEmpty)
            {
                planned ??= new(rules, [vehicle], IsImplemented: false);
            }
        }

        return planned ?? Silence;
    }

    private static ImmutableArray<string> RulesOf(Construct construct, Vehicle vehicle, WorkloadTemplate workload) =>
        [.. new[] { workload.Effect, workload.AlsoEffect }.OfType<Effect>().SelectMany(effect => RulesOf(construct, vehicle, effect)).Distinct()];

    private static ImmutableArray<string> RulesOf(Construct construct, Vehicle vehicle, Effect effect)
    {
        if (Workloads.Of(effect) is not { } workload)
        {
            return [];
        }

        var entries = WorkloadTable.Of(vehicle).Cell(workload)
            .Where(entry => entry.Rule is not null && entry.When is null && (entry.Only is null || entry.Only == effect) && (construct.Rule is null || entry.Rule == construct.Rule))
            .ToList();

        // Where a cell has a rule for this one effect, the others leave the word to it.
        return [.. (entries.Exists(entry => entry.Only == effect) ? entries.Where(entry => entry.Only == effect) : entries).Select(static entry => entry.Rule!)];
    }
}
