using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Engine;

public sealed class WorkloadTableTests
{
    private static readonly Vehicle[] Vehicles = Enum.GetValues<Vehicle>();
    private static readonly Workload[] Columns = Enum.GetValues<Workload>();
    private static readonly Effect[] Effects = Enum.GetValues<Effect>();

    [Fact]
    public void Rows_stand_in_the_order_of_the_vehicles() => Assert.Equal(Vehicles, WorkloadTable.Rows.Select(static row => row.Vehicle));

    [Fact]
    public void Every_cell_is_decided() =>
        Assert.All(WorkloadTable.Rows, static row => Assert.All(Columns, column => Assert.NotEqual("", row.Text(column))));

    [Fact]
    public void Every_rule_is_an_id() => Assert.All(
        WorkloadTable.Rows.SelectMany(static row => Columns.SelectMany(column => row.Cell(column))).Where(static entry => entry.Rule is not null),
        static entry => Assert.Matches("^CONC[1-6][0-9]{2}$", entry.Rule));

    [Fact]
    public void A_rule_is_in_the_table_or_beside_it() => Assert.Empty(
        WorkloadTable.Beside.Select(static beside => beside.Rule).Intersect(WorkloadTable.Rows.SelectMany(static row => Columns.SelectMany(column => row.Cell(column))).Select(static entry => entry.Rule)));

    [Fact]
    public void Precedence_ranks_every_vehicle_once() => Assert.Equal(Vehicles, WorkloadTable.Precedence.Order());

    [Fact]
    public void Every_effect_has_its_column_but_a_lock() => Assert.Equal([Effect.Lock], Effects.Where(static effect => Workloads.Of(effect) is null));

    [Fact]
    public void Exactly_the_blocking_effects_have_a_severity() =>
        Assert.Equal(Effects.Where(Workloads.Blocks), WorkloadTable.Severities.Select(static kind => kind.Effect).Order());

    [Theory]
    [InlineData(nameof(Vehicle.RawThread), nameof(Effect.Computes), "CONC101")]
    [InlineData(nameof(Vehicle.RawThread), nameof(Effect.Network), "CONC205")]
    [InlineData(nameof(Vehicle.RawThread), nameof(Effect.Sleep), null)] // its own thread may wait
    [InlineData(nameof(Vehicle.RawThread), nameof(Effect.AwaitsIo), "CONC403")]
    [InlineData(nameof(Vehicle.PoolWorkItem), nameof(Effect.Computes), null)]
    [InlineData(nameof(Vehicle.PoolWorkItem), nameof(Effect.File), "CONC202")]
    [InlineData(nameof(Vehicle.PoolWorkItem), nameof(Effect.Wait), "CONC310")]
    [InlineData(nameof(Vehicle.PoolWorkItem), nameof(Effect.JoinTask), "CONC302")]
    [InlineData(nameof(Vehicle.PoolWorkItem), nameof(Effect.AwaitsIo), "CONC401")]
    [InlineData(nameof(Vehicle.LongRunningTask), nameof(Effect.Computes), null)] // per item is a condition of its own
    [InlineData(nameof(Vehicle.LongRunningTask), nameof(Effect.Network), null)]
    [InlineData(nameof(Vehicle.LongRunningTask), nameof(Effect.AwaitsIo), "CONC402")]
    [InlineData(nameof(Vehicle.ParallelLoop), nameof(Effect.Computes), null)]
    [InlineData(nameof(Vehicle.ParallelLoop), nameof(Effect.Database), "CONC203")]
    [InlineData(nameof(Vehicle.ParallelLoop), nameof(Effect.JoinTask), "CONC203")]
    [InlineData(nameof(Vehicle.Plinq), nameof(Effect.Process), "CONC204")]
    [InlineData(nameof(Vehicle.AsyncLoop), nameof(Effect.Computes), "CONC103")]
    [InlineData(nameof(Vehicle.AsyncLoop), nameof(Effect.Network), "CONC201")]
    [InlineData(nameof(Vehicle.AsyncLoop), nameof(Effect.JoinTask), "CONC301")]
    [InlineData(nameof(Vehicle.AsyncLoop), nameof(Effect.Wait), "CONC304")]
    [InlineData(nameof(Vehicle.AsyncLoop), nameof(Effect.AwaitsIo), null)]
    [InlineData(nameof(Vehicle.FanOut), nameof(Effect.Stream), "CONC201")]
    [InlineData(nameof(Vehicle.AsyncCode), nameof(Effect.Computes), null)]
    [InlineData(nameof(Vehicle.AsyncCode), nameof(Effect.StandardInput), "CONC201")]
    [InlineData(nameof(Vehicle.AsyncCode), nameof(Effect.JoinTask), "CONC301")]
    [InlineData(nameof(Vehicle.AsyncCode), nameof(Effect.Sleep), "CONC303")]
    [InlineData(nameof(Vehicle.AsyncCode), nameof(Effect.Wait), "CONC304")]
    [InlineData(nameof(Vehicle.AsyncCode), nameof(Effect.Lock), null)]
    [InlineData(nameof(Vehicle.Request), nameof(Effect.AwaitsIo), null)]
    [InlineData(nameof(Vehicle.Request), nameof(Effect.Network), "CONC206")]
    [InlineData(nameof(Vehicle.Request), nameof(Effect.JoinTask), "CONC302")]
    [InlineData(nameof(Vehicle.Request), nameof(Effect.Sleep), "CONC310")]
    [InlineData(nameof(Vehicle.UiThread), nameof(Effect.Computes), "CONC102")]
    [InlineData(nameof(Vehicle.UiThread), nameof(Effect.Wait), "CONC208")]
    [InlineData(nameof(Vehicle.Callback), nameof(Effect.Network), "CONC207")]
    [InlineData(nameof(Vehicle.HeldLock), nameof(Effect.Network), "CONC308")]
    [InlineData(nameof(Vehicle.HeldLock), nameof(Effect.JoinTask), "CONC308")]
    [InlineData(nameof(Vehicle.HeldLock), nameof(Effect.File), null)] // one writer at a time
    [InlineData(nameof(Vehicle.HeldLock), nameof(Effect.Console), null)]
    [InlineData(nameof(Vehicle.HeldLock), nameof(Effect.AwaitsIo), "CONC306")]
    public void An_effect_on_a_vehicle_has_one_rule_or_fits(string vehicle, string effect, string? rule) =>
        Assert.Equal(rule, WorkloadTable.RuleFor(Enum.Parse<Vehicle>(vehicle), Enum.Parse<Effect>(effect)));

    [Fact]
    public void Asynchronous_code_tells_every_kind_of_waiting_apart() => Assert.Equal(
        ["CONC301", "CONC303", "CONC304"],
        new[] { Effect.JoinTask, Effect.Sleep, Effect.Wait }.Select(static effect => WorkloadTable.RuleFor(Vehicle.AsyncCode, effect)));

    [Fact]
    public void A_vehicle_that_runs_the_code_speaks_before_the_method_around_it()
    {
        Assert.Equal((Vehicle.PoolWorkItem, "CONC202"), WorkloadTable.Decide([Vehicle.AsyncCode, Vehicle.PoolWorkItem], Effect.Network));
        Assert.Equal((Vehicle.AsyncCode, "CONC201"), WorkloadTable.Decide([Vehicle.AsyncCode], Effect.Network));
    }

    [Fact]
    public void Where_all_fit_nobody_speaks()
    {
        Assert.Null(WorkloadTable.Decide([Vehicle.AsyncCode], Effect.Computes));
        Assert.Null(WorkloadTable.Decide([], Effect.Network));
    }

    [Fact]
    public void The_order_in_which_vehicles_are_named_does_not_matter()
    {
        foreach (var (one, other) in from one in Vehicles from other in Vehicles select (one, other))
        {
            Assert.All(Effects, effect => Assert.Equal(WorkloadTable.Decide([one, other], effect), WorkloadTable.Decide([other, one], effect)));
        }
    }

    [Fact]
    public void A_rule_that_does_not_exist_yet_leaves_the_word_to_the_next_vehicle() => Assert.All(Effects, static effect =>
    {
        var decided = WorkloadTable.Decide(Vehicles, effect);
        var speakers = WorkloadTable.Precedence.Where(vehicle => WorkloadTable.RuleFor(vehicle, effect) is { } rule && ImplementedRules.Contains(rule));
        Assert.Equal(speakers.Cast<Vehicle?>().FirstOrDefault(), decided?.Vehicle);
    });

    [Theory]
    [InlineData(nameof(Effect.Network), DiagnosticSeverity.Warning, DiagnosticSeverity.Warning)]
    [InlineData(nameof(Effect.File), DiagnosticSeverity.Warning, DiagnosticSeverity.Info)] // a cached read gains nothing
    [InlineData(nameof(Effect.Sleep), DiagnosticSeverity.Warning, DiagnosticSeverity.Warning)]
    [InlineData(nameof(Effect.Metadata), null, null)]
    [InlineData(nameof(Effect.Console), null, null)]
    [InlineData(nameof(Effect.Lock), null, null)]
    [InlineData(nameof(Effect.Computes), null, null)]
    public void Kind_decides_severity(string effect, DiagnosticSeverity? inAsynchronousCode, DiagnosticSeverity? elsewhere)
    {
        Assert.Equal(inAsynchronousCode, WorkloadTable.SeverityOf(Enum.Parse<Effect>(effect), inAsynchronousCode: true));
        Assert.Equal(elsewhere, WorkloadTable.SeverityOf(Enum.Parse<Effect>(effect), inAsynchronousCode: false));
    }

    [Fact]
    public void Cells_read_as_the_documentation_says_them()
    {
        Assert.Equal("fits (own thread)", WorkloadTable.Of(Vehicle.RawThread).Text(Workload.BlockingWait));
        Assert.Equal("CONC302, CONC310, life-long CONC305", WorkloadTable.Of(Vehicle.PoolWorkItem).Text(Workload.BlockingWait));
        Assert.Equal("sync CONC206", WorkloadTable.Of(Vehicle.Request).Text(Workload.BlockingIo));
        Assert.Equal("fits, too wide CONC107", WorkloadTable.Of(Vehicle.ParallelLoop).Text(Workload.CpuBound));
    }
}
