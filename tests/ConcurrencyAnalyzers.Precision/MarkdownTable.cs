namespace ConcurrencyAnalyzers.Precision;

/// <summary>Rows as a page shows them.</summary>
internal sealed class MarkdownTable(params string[] header)
{
    private readonly List<string> lines = [Line(header), $"|{string.Concat(Enumerable.Repeat("---|", header.Length))}"];

    public void Add(params string[] cells) => lines.Add(Line(cells));

    public override string ToString() => string.Join('\n', lines);

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |";
}
