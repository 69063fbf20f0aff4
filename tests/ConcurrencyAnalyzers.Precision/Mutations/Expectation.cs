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
        if ((workload.Effect is null && workload.Load == Load.None) || construct.LivesLong || construct.FitsFor.Contains(workload.Load))
        {
            return Silence;
        }

        if (construct.Beside is { } takes && construct.BesideWith.Contains(workload.Load))
        {
            var rule = WorkloadTable.Beside.Single(beside => beside.Takes == takes).Rule;
            return new([rule], [.. construct.Around], isImplemented(rule));
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

    private static ImmutableArray<string> RulesOf(Construct construct, Vehicle vehicle, WorkloadTemplate workload) => workload.Load switch
    {
        Load.Tiny => RulesOf(construct, vehicle, Workload.Tiny, null),

        // What is between the columns is small beside a thread, and a mismatch wherever both columns say so.
        Load.Small when vehicle is Vehicle.RawThread or Vehicle.LongRunningTask => RulesOf(construct, vehicle, Workload.Tiny, null),
        Load.Small => [.. RulesOf(construct, vehicle, Workload.Tiny, null).Intersect(RulesOf(construct, vehicle, Workload.CpuBound, null))],
        _ => [.. new[] { workload.Effect, workload.AlsoEffect }.OfType<Effect>().SelectMany(effect => Workloads.Of(effect) is { } column ? RulesOf(construct, vehicle, column, effect) : []).Distinct()],
    };

    private static ImmutableArray<string> RulesOf(Construct construct, Vehicle vehicle, Workload column, Effect? effect)
    {
        var entries = WorkloadTable.Of(vehicle).Cell(column)
            .Where(entry => entry.Rule is not null && (entry.When is null || construct.Holds.Contains(entry.When)) && (entry.Only is null || entry.Only == effect) && (construct.Rule is null || entry.Rule == construct.Rule))
            .ToList();

        // Where a cell has a rule for this one effect, the others leave the word to it.
        return [.. (effect is not null && entries.Exists(entry => entry.Only == effect) ? entries.Where(entry => entry.Only == effect) : entries).Select(static entry => entry.Rule!)];
    }
}
