using Xunit;

namespace ConcurrencyAnalyzers.Tests.Verification;

public sealed class TextDiffTests
{
    [Theory]
    [InlineData("a\nb\nc", "a\nb\nc", "  a|  b|  c")]
    [InlineData("a\nb\nc", "a\nx\nc", "  a|- b|+ x|  c")]
    [InlineData("a\nc", "a\nb\nc", "  a|+ b|  c")]
    [InlineData("a\nb\nc", "c", "- a|- b|  c")]
    [InlineData("a ", "a", "- a·|+ a")]     // what the eye does not see
    [InlineData("a\r\n", "a\n", "- a\\r|+ a|  ")]
    [InlineData("\ta", "    a", "- \\ta|+     a")]
    public void Lines_are_kept_removed_and_added(string expected, string actual, string diff) =>
        Assert.Equal(diff.Split('|'), TextDiff.Of(expected, actual).Split(Environment.NewLine));
}
