using Xunit;

namespace ConcurrencyAnalyzers.Tests.Verification;

public sealed class MarkupTests
{
    [Theory]
    [InlineData("class C { }", "class C { }")]
    [InlineData("[|a|]b", "ab")]
    [InlineData("[|a|][|b|]", "ab")]
    [InlineData("{|A:{|B:x|}|}", "x")] // the same span twice
    [InlineData("[|{|A:a|}{|B:b|}|]c", "abc")]
    [InlineData("a[|[0]|]", "a[0]")]
    [InlineData("{|#0:a|}$$b", "ab")]
    [InlineData("[||]a{|A:|}", "a")]
    public void Markup_is_read_and_written_back(string marked, string text)
    {
        var markup = Markup.Parse(marked, "file.cs");

        Assert.Equal(text, markup.Text);
        Assert.Equal(marked, markup.ToString());
    }

    [Fact]
    public void Dollars_of_a_raw_string_are_text()
    {
        const string source = "var s = $$\"\"\"{{x}}\"\"\" + $$$\"\"\"{{{x}}}\"\"\";";

        var markup = Markup.Parse(source, "file.cs");

        Assert.Equal(source, markup.Text);
        Assert.Empty(markup.Spans);
    }

    [Fact]
    public void Names_keys_and_positions_are_told_apart()
    {
        var spans = Markup.Parse("{|#12:a|}{|ID1:b|}[|c|]$$", "file.cs").Spans;

        Assert.Equal([(12, "#12"), (null, "ID1"), (null, ""), (null, "")], spans.Select(s => (s.Key, s.Name)));
        Assert.Equal([false, false, false, true], spans.Select(s => s.StartOnly));
        Assert.Equal([0, 1, 2, 3], spans.Select(s => s.Span.Start));
    }
}
