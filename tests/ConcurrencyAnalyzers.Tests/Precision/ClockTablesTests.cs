using ConcurrencyAnalyzers.Precision.Clock;

namespace ConcurrencyAnalyzers.Tests.Precision;

public sealed class ClockTablesTests
{
    private static ClockRow Row(int number, double microseconds, string band) =>
        new(new("A", $"M:C.M{number}", "C.cs:1", Stratum.Looping), Timing.Measured, microseconds, 0.01, 0, SamplePart.HeldOut, band);

    [Fact]
    public void A_row_survives_writing_and_reading()
    {
        var row = Row(0, 123.4, "CpuBound") with { Evidence = "2 nested loops over 'rows'" };

        Assert.Equal(row, ClockRow.Parse(row.ToString()));
    }

    [Fact]
    public void Precision_and_recall_are_counted_apart_from_the_threshold()
    {
        var tables = new ClockTables(
        [
            Row(0, 5000, "CpuBound"),
            Row(1, 200, "Mixed"),
            Row(2, 201, "Unknown"),
            Row(3, 49, "CpuBound"),
            Row(4, 1, "Between"),
            Row(5, 150, "Between"),
            Row(6, 60, "CpuBound"),
            Row(7, 0, "") with { Timing = Timing.Throws },
        ]);

        Assert.Contains("| further than a factor of two from 100 µs | held-out | 5 | 3 | 3 | 0.67 (0.21 to 0.94) | 0.67 (0.21 to 0.94) |", tables.CpuBound(), StringComparison.Ordinal);
        Assert.Contains("| 50 to 200 µs | held-out | 2 | 1 | 1 | 0.00 (0.00 to 0.79) | 0.00 (0.00 to 0.79) |", tables.CpuBound(), StringComparison.Ordinal);
        Assert.Contains("| all | held-out | 7 | 4 | 4 | 0.50 (0.15 to 0.85) | 0.50 (0.15 to 0.85) |", tables.CpuBound(), StringComparison.Ordinal);
        Assert.Contains("| 200 µs or more, called unknown | 0 | 1 |", tables.Errors(), StringComparison.Ordinal);
        Assert.Contains("| 100 to 200 µs, called in between | 0 | 1 |", tables.Errors(), StringComparison.Ordinal);
        Assert.Contains("| called CPU-bound, measured 50 to 100 µs | 0 | 1 |", tables.Errors(), StringComparison.Ordinal);
        Assert.Contains("| throws whatever it is given | 1 | 0 | 1 |", tables.Drawn(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("M:C.M(System.String)", true)]
    [InlineData("M:C.M(System.Double[])", true)]
    [InlineData("M:C.M``1(System.Collections.Generic.List{``0})", true)]
    [InlineData("M:C.M(C.Mesh,System.Int32)", true)]
    [InlineData("M:C.M(C.Mesh,System.Double)", false)]
    [InlineData("M:System.IO.C.M", false)]
    public void A_size_is_chosen_for_texts_sequences_and_numbers(string key, bool expected) => Assert.Equal(expected, new Callable("A", key, "C.cs:1", Stratum.Plain).HasSizedParameter);

    [Fact]
    public void Tiny_has_a_threshold_of_its_own()
    {
        var tables = new ClockTables([Row(0, 0.02, "Tiny"), Row(1, 0.09, "Unknown"), Row(2, 0.1, "Tiny")]);

        Assert.Contains("| all | held-out | 3 | 2 | 2 | 0.50 (0.09 to 0.91) | 0.50 (0.09 to 0.91) |", tables.Tiny(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_that_was_timed_and_not_asked_about_is_in_no_figure() =>
        Assert.Contains("| all | held-out | 0 | 0 | 0 |  |  |", new ClockTables([Row(0, 5000, "")]).CpuBound(), StringComparison.Ordinal);
}
