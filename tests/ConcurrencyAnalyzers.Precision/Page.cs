using System.Reflection;
using ConcurrencyAnalyzers.Precision.Clock;
using ConcurrencyAnalyzers.Precision.Findings;
using ConcurrencyAnalyzers.Precision.Judging;
using ConcurrencyAnalyzers.Precision.Recalls;

namespace ConcurrencyAnalyzers.Precision;

/// <summary>The page about precision and recall: its tables are made from the data that stand beside it.</summary>
internal sealed class Page(string root)
{
    private const string NotJudged = "Not judged yet.";

    public static Page OfRepository { get; } =
        new(typeof(Page).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "RepositoryRoot").Value!);

    public string Path { get; } = System.IO.Path.Combine(root, "docs", "precision.md");

    public string Data(string name) => System.IO.Path.Combine(root, "docs", "precision", name);

    public void Record(string name, string header, IEnumerable<string> rows) => File.WriteAllText(Data(name), string.Concat(rows.Prepend(header).Select(static row => row + "\n")));

    /// <summary>What belongs between the marks of the page.</summary>
    public IEnumerable<(string Name, string Text)> Sections()
    {
        var codeBases = Read("codebases.tsv", CodeBaseName.Parse);
        var counts = Read("findings.tsv", FindingCount.Parse);
        var findings = new FindingTables(counts);
        yield return ("codebases", Table(codeBases));
        yield return ("sizes", findings.ByCodeBase(project => CodeBaseName.Of(codeBases, project)));
        yield return ("findings", findings.ByRule());

        var judgements = new JudgementTables(Read("judgements.tsv", Judgement.Parse));
        yield return ("judged", judgements.Judged == 0 ? NotJudged : judgements.Summary());
        yield return ("judged-rules", judgements.Judged == 0 ? NotJudged : judgements.ByRule());

        var recall = new RecallTables(Read("recall.tsv", RecallRow.Parse));
        yield return ("recall", recall.Summary());
        yield return ("recall-depth", recall.ByDepth());
        yield return ("recall-constructs", recall.ByConstruct());
        yield return ("recall-workloads", recall.ByWorkload());
        yield return ("recall-carriers", recall.ByCarrier());
        yield return ("recall-codebases", recall.ByCodeBase(project => CodeBaseName.Of(codeBases, project)));
        yield return ("recall-to-come", recall.NotImplemented());

        var computing = new RecallTables(Read("recall-cpu.tsv", RecallRow.Parse));
        yield return ("recall-cpu", computing.Summary());
        yield return ("recall-cpu-depth", computing.ByDepth());
        yield return ("recall-cpu-rules", computing.ByRule());
        yield return ("recall-cpu-constructs", computing.ByConstruct());
        yield return ("recall-cpu-workloads", computing.ByWorkload());
        yield return ("recall-cpu-carriers", computing.ByCarrier());
        yield return ("recall-cpu-codebases", computing.ByCodeBase(project => CodeBaseName.Of(codeBases, project)));

        var timed = Read("clock-repositories.tsv", TimedCode.Parse);
        var clock = new ClockTables(Read(ClockCommands.Data, ClockRow.Parse));
        yield return ("clock-repositories", TimedCode.Table(timed));
        yield return ("clock-drawn", clock.Drawn());
        yield return ("clock", clock.CpuBound());
        yield return ("clock-sizes", clock.BySize());
        yield return ("clock-bands", clock.Matrix());
        yield return ("clock-errors", clock.Errors());
        yield return ("clock-kinds", clock.ByKind(codeBase => timed.FirstOrDefault(known => known.Name == codeBase)?.Kind ?? codeBase));
        yield return ("clock-tiny", clock.Tiny());
    }

    /// <summary>Writes the tables into the page.</summary>
    public void Update()
    {
        var text = File.ReadAllText(Path);
        foreach (var (name, section) in Sections())
        {
            var (open, close) = ($"<!-- {name} -->\n", $"\n<!-- /{name} -->");
            var start = text.IndexOf(open, StringComparison.Ordinal);
            var end = text.IndexOf(close, Math.Max(start, 0), StringComparison.Ordinal);
            if (start < 0 || end < 0)
            {
                throw new InvalidOperationException($"'{Path}' has no section '{name}'.");
            }

            text = text[..(start + open.Length)] + section + text[end..];
        }

        File.WriteAllText(Path, text);
    }

    private static string Table(IEnumerable<CodeBaseName> codeBases)
    {
        var table = new MarkdownTable("code base", "repository", "commit", "what it is");
        foreach (var codeBase in codeBases)
        {
            table.Add(codeBase.Name, codeBase.Repository, string.Join(", ", codeBase.Commits.Split(' ').Select(static commit => $"`{commit[..Math.Min(12, commit.Length)]}`")), codeBase.Is);
        }

        return table.ToString();
    }

    private IReadOnlyList<T> Read<T>(string name, Func<string, T> parse) => File.Exists(Data(name)) ? [.. File.ReadLines(Data(name)).Skip(1).Where(static line => line.Length > 0).Select(parse)] : [];
}
