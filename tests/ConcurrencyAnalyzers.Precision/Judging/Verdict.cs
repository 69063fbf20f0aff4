using ConcurrencyAnalyzers.Benchmarks;

namespace ConcurrencyAnalyzers.Precision.Judging;

/// <summary>What one judge says of one item.</summary>
internal sealed record Verdict(string Number, string Says, string Reason)
{
    public const string Header = "item\tverdict\treason";

    public const string Right = "right";

    private static readonly string[] Words = [Right, "wrong", "unsure"];

    /// <exception cref="UsageException">A line has no verdict, or one that is none.</exception>
    public static IReadOnlyList<Verdict> Read(string file) =>
    [
        .. File.ReadLines(file).Skip(1).Where(static line => line.Length > 0).Select(line => line.Split('\t') is [var number, var says, ..] cells && Words.Contains(says)
            ? new Verdict(number, says, cells.ElementAtOrDefault(2) ?? "")
            : throw new UsageException($"'{file}': '{line}' says neither {string.Join(" nor ", Words)}.")),
    ];
}
