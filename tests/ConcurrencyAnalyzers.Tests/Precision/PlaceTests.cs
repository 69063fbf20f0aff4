using ConcurrencyAnalyzers.Precision.Clock;

namespace ConcurrencyAnalyzers.Tests.Precision;

public sealed class PlaceTests
{
    [Theory]
    [InlineData("n", null, 1000)]
    [InlineData("value", null, 1000)]
    [InlineData("count", 65_536, 65_536)]
    [InlineData("sampleCount", null, 1000)]
    [InlineData("offset", 65_536, 0)]
    [InlineData("startIndex", null, 0)]
    [InlineData("end", 1000, 999)]
    [InlineData("width", 1000, 256)]
    [InlineData("rows", null, 256)]
    public void A_whole_number_is_what_its_name_says(string name, int? extent, int expected) => Assert.Equal(expected, new Place(name, false, 0, extent).Whole);

    [Theory]
    [InlineData("pattern", true)]
    [InlineData("fileName", true)]
    [InlineData("text", false)]
    [InlineData("s", false)]
    public void Names_are_short_and_text_is_long(string name, bool isShort) => Assert.Equal(isShort, new Place(name, false, 0, null).IsShortText);

    [Fact]
    public void Text_is_always_the_same_and_of_its_size()
    {
        Assert.Equal(Texts.Length, Texts.Prose(1).Length);
        Assert.Equal(Texts.Prose(1), Texts.Prose(1));
        Assert.NotEqual(Texts.Prose(1), Texts.Prose(2));
    }
}
