using ConcurrencyAnalyzers.Benchmarks;

namespace ConcurrencyAnalyzers.Precision.Judging;

/// <summary>An item and what both judges said of it.</summary>
internal sealed record Judgement(Key Key, string First, string Second)
{
    public const string Header = Judging.Key.Header + "\tfirst\tsecond";

    public bool IsRight => First == Verdict.Right && Second == Verdict.Right;

    public bool Agrees => First == Second;

    /// <exception cref="UsageException">A judge has left an item out.</exception>
    public static IReadOnlyList<Judgement> Of(IEnumerable<Key> keys, IReadOnlyList<Verdict> first, IReadOnlyList<Verdict> second) =>
        [.. keys.Select(key => new Judgement(key, Says(first, key.Number), Says(second, key.Number)))];

    public static Judgement Parse(string line)
    {
        var cells = line.Split('\t');
        return new(Key.Parse(string.Join('\t', cells[..^2])), cells[^2], cells[^1]);
    }

    public override string ToString() => $"{Key}\t{First}\t{Second}";

    private static string Says(IReadOnlyList<Verdict> verdicts, string number) =>
        verdicts.FirstOrDefault(verdict => verdict.Number == number)?.Says ?? throw new UsageException($"There is no verdict on item {number}.");
}
