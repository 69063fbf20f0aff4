using System.Text;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

public sealed class LineSplitterTests
{
    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\r\nb", "a|b")]
    [InlineData("a\rb\n\nc", "a|b||c")]
    [InlineData("äöü€😀\n", "äöü€😀")] // characters of two to four bytes
    [InlineData("", "")]
    public void Lines_come_out_however_the_bytes_come_in(string text, string lines)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size <= Math.Max(1, bytes.Length); size++)
        {
            List<string> seen = [];
            var splitter = new LineSplitter(seen.Add);
            foreach (var part in bytes.Chunk(size))
            {
                splitter.Add(part);
            }

            splitter.End();
            Assert.Equal(lines, string.Join('|', seen));
        }
    }

    [Fact]
    public void A_line_that_never_ends_comes_in_pieces()
    {
        List<string> seen = [];
        var splitter = new LineSplitter(seen.Add);
        splitter.Add(Encoding.UTF8.GetBytes(new string('x', 10_000)));
        splitter.End();
        Assert.Equal([4096, 4096, 1808], seen.Select(static line => line.Length));
    }
}
