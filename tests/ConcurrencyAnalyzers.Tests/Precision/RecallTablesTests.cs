using ConcurrencyAnalyzers.Precision.Recalls;

namespace ConcurrencyAnalyzers.Tests.Precision;

public sealed class RecallTablesTests
{
    private static readonly RecallRow Row = new(1, "Project", "File.cs:1", "async method", "AsyncCode", "File.ReadAllText", "File", 2, "iterator; Dispose; iterator", "CONC201", Outcome.Right, "CONC201");

    [Fact]
    public void A_row_survives_writing_and_reading() => Assert.Equal(Row, RecallRow.Parse(Row.ToString()));

    [Fact]
    public void Silence_and_rules_to_come_do_not_count()
    {
        var tables = new RecallTables(
        [
            Row,
            Row with { Outcome = Outcome.Missed },
            Row with { Outcome = Outcome.NotImplemented },
            Row with { Expected = RecallRow.Silence },
            Row with { Expected = RecallRow.Silence, Outcome = Outcome.FalseAlarm },
        ]);

        Assert.Equal((1, 2), (tables.Found, tables.Expected));
        Assert.Contains("| rightly silent | 1 of 2 |", tables.Summary(), StringComparison.Ordinal);
        Assert.Contains("| 2 | 1 of 2 | 0.50 (0.09 to 0.91) | 1 of 2 | 1 |", tables.ByDepth(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_carrier_that_occurs_twice_in_one_chain_counts_once() =>
        Assert.Contains("| iterator | 1 of 1 |", new RecallTables([Row]).ByCarrier(), StringComparison.Ordinal);
}
