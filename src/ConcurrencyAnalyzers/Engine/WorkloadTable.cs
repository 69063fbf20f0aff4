using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// The product in one table: which workload on which vehicle is whose finding. Rules, tests and documentation read this and nothing else.
/// </summary>
internal static class WorkloadTable
{
    /// <summary>Rows from top to bottom.</summary>
    public static readonly ImmutableArray<Row> Rows =
    [
        new(Vehicle.RawThread, "raw `Thread` (per item, per call)",
            cpu: Says("CONC101"), io: Says("CONC205"), wait: Fits("own thread"), async: Says("CONC403"), tiny: Says("CONC502")),
        new(Vehicle.PoolWorkItem, "pool work item (`Task.Run`, `StartNew`, `QueueUserWorkItem`)",
            cpu: Fits(), io: Says("CONC202"), wait: [new("CONC302", only: Effect.JoinTask), new("CONC310"), new("CONC305", "life-long")], async: Says("CONC401", "CONC404"), tiny: [new("CONC104", "per item")]),
        new(Vehicle.LongRunningTask, "`LongRunning` task",
            cpu: [Entry.Fit("while it lives long"), new("CONC503", "per item")], io: Fits("while it lives long"), wait: Fits(), async: Says("CONC402"), tiny: Says("CONC503")),
        new(Vehicle.ParallelLoop, "`Parallel.For/ForEach/Invoke`",
            cpu: [Entry.Fit(), new("CONC107", "too wide")], io: Says("CONC203"), wait: Says("CONC203"), async: Says("CONC403"), tiny: Says("CONC105")),
        new(Vehicle.Plinq, "PLINQ",
            cpu: [Entry.Fit(), new("CONC106", "no-op"), new("CONC107", "too wide")], io: Says("CONC204"), wait: Says("CONC204"), async: Says("CONC403"), tiny: Fits("it hands out ranges")),
        new(Vehicle.AsyncLoop, "`Parallel.ForEachAsync`, `ForAsync`",
            cpu: Says("CONC103"), io: Says("CONC201"), wait: InAsync("CONC301", "CONC304"), async: [Entry.Fit(), new("CONC407", "default degree")], tiny: Says("CONC103")),
        new(Vehicle.FanOut, "fan-out (`WhenAll` over `Select`, tasks in a loop)",
            cpu: Fits(), io: Says("CONC201"), wait: InAsync("CONC301", "CONC304"), async: [new("CONC501", "unbounded"), new("CONC506", "over input"), new("CONC408", "convoy")], tiny: Says("CONC104")),
        new(Vehicle.AsyncCode, "async method or lambda",
            cpu: Fits("see request, UI, turn"), io: Says("CONC201"), wait: InAsync("CONC301", "CONC303", "CONC304"), async: [Entry.Fit(), new("CONC406", "one after another")], tiny: Fits()),
        new(Vehicle.Request, "request handler, hub, consumer",
            cpu: [new("CONC110", "only where our executors are referenced")], io: [new("CONC206", note: "sync")], wait: [new("CONC302", note: "sync", only: Effect.JoinTask), new("CONC310")], async: Fits(), tiny: Fits()),
        new(Vehicle.UiThread, "UI thread; single-threaded turn (grain, actor, game or event loop)",
            cpu: Says("CONC102"), io: Says("CONC208"), wait: Says("CONC208"), async: Fits(), tiny: Fits()),
        new(Vehicle.Callback, "timer, event and continuation callbacks",
            cpu: Fits(), io: Says("CONC207"), wait: Says("CONC207"), async: Says("CONC403"), tiny: Fits()),
        new(Vehicle.HeldLock, "inside a held lock",
            cpu: Fits(), io: Only("CONC308", Effect.Network, Effect.Database, Effect.Process), wait: Says("CONC308"), async: Says("CONC306"), tiny: Fits()),
    ];

    /// <summary>Rules that no cell holds, since it takes more than a workload and what runs it, and what that is.</summary>
    public static readonly ImmutableArray<(string Rule, string Takes)> Beside =
    [
        ("CONC109", "a token is at hand that the loop does not look at"),
        ("CONC108", "what the threads of a construct share"),
        ("CONC307", "a loop that waits by itself"),
        ("CONC309", "nobody knows what runs the code"),
        ("CONC405", "the offload is the whole of an asynchronous method"),
        ("CONC409", "how often the same tasks are waited for"),
        ("CONC504", "which parameter an argument is bound to"),
        ("CONC505", "what blocks elsewhere"),
        ("CONC602", "what a worker process does before it knows that it is one"),
        ("CONC603", "what gets from one process to another"),
        ("CONC604", "how often the same program is started"),
    ];

    /// <summary>When several vehicles surround one cause, the first of these that has a rule speaks.</summary>
    public static readonly ImmutableArray<Vehicle> Precedence =
    [
        Vehicle.HeldLock,
        Vehicle.RawThread, Vehicle.PoolWorkItem, Vehicle.LongRunningTask, Vehicle.ParallelLoop, Vehicle.Plinq, Vehicle.AsyncLoop, Vehicle.FanOut, Vehicle.Callback,
        Vehicle.UiThread,
        Vehicle.Request,
        Vehicle.AsyncCode,
    ];

    /// <summary>How grave each kind of blocking is: where the code is asynchronous, serves a request or a user; and elsewhere.</summary>
    public static readonly ImmutableArray<KindSeverity> Severities =
    [
        new(Effect.Network, DiagnosticSeverity.Warning, DiagnosticSeverity.Warning),
        new(Effect.Database, DiagnosticSeverity.Warning, DiagnosticSeverity.Warning),
        new(Effect.Process, DiagnosticSeverity.Warning, DiagnosticSeverity.Warning),
        new(Effect.StandardInput, DiagnosticSeverity.Warning, DiagnosticSeverity.Warning),
        new(Effect.Stream, DiagnosticSeverity.Warning, DiagnosticSeverity.Warning),
        new(Effect.File, DiagnosticSeverity.Warning, DiagnosticSeverity.Info),
        new(Effect.JoinTask, DiagnosticSeverity.Warning, DiagnosticSeverity.Warning),
        new(Effect.Sleep, DiagnosticSeverity.Warning, DiagnosticSeverity.Warning),
        new(Effect.Wait, DiagnosticSeverity.Warning, DiagnosticSeverity.Warning),
        new(Effect.Metadata, null, null),
        new(Effect.Console, null, null),
    ];

    /// <summary>The rule for an effect on a vehicle; null where they fit, or where no rule decides by the effect alone.</summary>
    public static string? RuleFor(Vehicle vehicle, Effect effect)
    {
        if (Workloads.Of(effect) is not { } workload)
        {
            return null;
        }

        foreach (var entry in Of(vehicle).Cell(workload))
        {
            if (entry.Rule is { } rule && entry.When is null && (entry.Only is null || entry.Only == effect))
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>Who speaks when several vehicles surround one cause: by precedence, the first whose rule this version has.</summary>
    public static (Vehicle Vehicle, string Rule)? Decide(IReadOnlyCollection<Vehicle> around, Effect effect)
    {
        foreach (var vehicle in Precedence)
        {
            if (around.Contains(vehicle) && RuleFor(vehicle, effect) is { } rule && ImplementedRules.Contains(rule))
            {
                return (vehicle, rule);
            }
        }

        return null;
    }

    /// <summary>Null: off unless an option asks.</summary>
    public static DiagnosticSeverity? SeverityOf(Effect effect, bool inAsynchronousCode)
    {
        foreach (var kind in Severities)
        {
            if (kind.Effect == effect)
            {
                return inAsynchronousCode ? kind.WhereThreadsMatter : kind.Elsewhere;
            }
        }

        return null;
    }

    public static Row Of(Vehicle vehicle) => Rows[(int)vehicle];

    private static ImmutableArray<Entry> Says(params string[] rules) => [.. rules.Select(static rule => new Entry(rule))];

    private static ImmutableArray<Entry> Fits(string? note = null) => [Entry.Fit(note)];

    // In asynchronous code each kind of waiting has its own remedy, hence its own rule.
    private static ImmutableArray<Entry> InAsync(params string[] shown) =>
        [.. shown.Select(static rule => new Entry(rule, only: rule switch { "CONC301" => Effect.JoinTask, "CONC303" => Effect.Sleep, _ => Effect.Wait }))];

    private static ImmutableArray<Entry> Only(string rule, params Effect[] effects) => [.. effects.Select(effect => new Entry(rule, only: effect))];

    internal sealed record KindSeverity(Effect Effect, DiagnosticSeverity? WhereThreadsMatter, DiagnosticSeverity? Elsewhere);

    /// <summary>One statement in a cell: a rule, perhaps under a condition, or that the two fit.</summary>
    internal sealed class Entry(string? rule, string? when = null, Effect? only = null, string? note = null)
    {
        public string? Rule { get; } = rule;

        /// <summary>A condition beyond vehicle and workload, in the words of the documentation. What only describes the vehicle is a note.</summary>
        public string? When { get; } = when;

        /// <summary>The one effect of the column that the rule is about.</summary>
        public Effect? Only { get; } = only;

        public string Text => (Rule, When ?? note) switch
        {
            (null, null) => "fits",
            (null, var said) => $"fits ({said})",
            (var id, null) => id,
            var (id, said) => $"{said} {id}",
        };

        public static Entry Fit(string? note = null) => new(null, note);
    }

    internal sealed class Row(
        Vehicle vehicle, string name, ImmutableArray<Entry> cpu, ImmutableArray<Entry> io, ImmutableArray<Entry> wait, ImmutableArray<Entry> async, ImmutableArray<Entry> tiny)
    {
        public Vehicle Vehicle { get; } = vehicle;

        public string Name { get; } = name;

        public ImmutableArray<Entry> Cell(Workload workload) => workload switch
        {
            Workload.CpuBound => cpu,
            Workload.BlockingIo => io,
            Workload.BlockingWait => wait,
            Workload.AsynchronousIo => async,
            _ => tiny,
        };

        public string Text(Workload workload) => string.Join(", ", Cell(workload).Select(static entry => entry.Text).Distinct());
    }
}
