using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Output;
using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests;

public sealed class InputFileTests
{
    [Fact]
    public void Lines_have_columns_a_number_and_the_heading_they_stand_under()
    {
        var lines = Read("""
            # What this is.

            one two
            ## First
            three	four  # five
              # six
            ##no heading
            ## Second
            M:N.C.#ctor  -
            """);

        Assert.Equal(
            [("", 3, "one two"), ("First", 5, "three four"), ("Second", 9, "M:N.C.#ctor -")],
            lines.Select(static line => (line.Heading, line.Number, string.Join(' ', line.Columns))));
    }

    [Fact]
    public void A_column_of_a_dash_says_nothing_and_one_that_is_missing_is_an_error()
    {
        var line = Assert.Single(Read("one - three"));

        Assert.Null(line.Column(1));
        Assert.Equal("three", line.Column(2));
        Assert.Null(line.Column(3));
        Assert.Equal("-", line.Required(1, "the second"));
        Assert.Equal(
            "Input.txt, line 1: the fourth is missing. The line says: one - three",
            Assert.Throws<InputException>(() => line.Required(3, "the fourth")).Message);
    }

    [Theory]
    [InlineData("N.C.Go file definite any - -", "the first column is a documentation ID that starts with 'M:', 'P:' or 'T:'")]
    [InlineData("F:N.C.Go file definite any - -", "the first column is a documentation ID that starts with 'M:', 'P:' or 'T:'")]
    [InlineData("M: file definite any - -", "the first column is a documentation ID that starts with 'M:', 'P:' or 'T:'")]
    [InlineData("M:N.C.Go", "the effect is missing")]
    [InlineData("M:N.C.Go file certain", "'certain' is no strength: definite, likely, maybe, never")]
    public void A_line_that_is_no_catalog_line_is_named_with_the_reason(string text, string reason) =>
        Assert.Equal(
            $"Input.txt, line 1: {reason}. The line says: {text}",
            Assert.Throws<InputException>(() => CatalogLine.Parse(Assert.Single(Read(text)))).Message);

    [Fact]
    public void A_catalog_line_has_defaults_and_drops_what_only_concerns_the_analyzers()
    {
        var bare = CatalogLine.Parse(Assert.Single(Read("M:N.C.Go file")));
        var full = CatalogLine.Parse(Assert.Single(Read("M:N.C.Go(System.Int32) wait,file likely linux,windows optional,timeout:0,poly:2 GoAsync/token")));

        Assert.Equal(["M:N.C.Go", "file", "definite", "any", "-", "-"], bare.Columns);
        Assert.Null(bare.DependsOn);
        Assert.Equal(["M:N.C.Go(System.Int32)", "wait,file", "likely", "linux,windows", "timeout:0,poly:2", "GoAsync/token"], full.Columns);
        Assert.Equal(2, full.DependsOn);
    }

    [Fact]
    public void Nothing_said_and_nothing_done_are_different()
    {
        Assert.True(CatalogLine.Parse(Assert.Single(Read("M:N.C.Go none"))).SaysEffect);
        Assert.False(CatalogLine.Parse(Assert.Single(Read("M:N.C.Go -"))).SaysEffect);
        Assert.Equal(-1, CatalogLine.Parse(Assert.Single(Read("M:N.C.Go stream likely any receiver -"))).DependsOn);
    }

    private static List<InputLine> Read(string text)
    {
        using var folder = new TemporaryFolder();
        return [.. InputFile.Read(folder.Write("Input.txt", text))];
    }
}
