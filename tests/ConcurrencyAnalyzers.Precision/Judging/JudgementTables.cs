using System.Globalization;

namespace ConcurrencyAnalyzers.Precision.Judging;

/// <summary>How right the warnings are, as two judges see it.</summary>
internal sealed class JudgementTables(IReadOnlyCollection<Judgement> judgements)
{
    private readonly List<Judgement> reported = [.. judgements.Where(static judgement => !judgement.Key.IsPlanted)];
    private readonly List<Judgement> planted = [.. judgements.Where(static judgement => judgement.Key.IsPlanted)];

    public int Right => reported.Count(static judgement => judgement.IsRight);

    public int Judged => reported.Count;

    public string Summary()
    {
        var table = new MarkdownTable("", "items", "share (95 % interval)");
        Add("warnings that both judges call right", reported, static judgement => judgement.IsRight);
        Add("warnings that the first judge calls right", reported, static judgement => judgement.First == Verdict.Right);
        Add("warnings that the second judge calls right", reported, static judgement => judgement.Second == Verdict.Right);
        Add("items on which the two agree", judgements, static judgement => judgement.Agrees);
        Add("planted items that a judge took for right", planted, static judgement => judgement.First == Verdict.Right || judgement.Second == Verdict.Right);
        return table.ToString();

        void Add(string what, IReadOnlyCollection<Judgement> of, Func<Judgement, bool> counts) => table.Add(what, $"{of.Count(counts)} of {of.Count}", Share.Of(of.Count(counts), of.Count));
    }

    public string ByRule()
    {
        var table = new MarkdownTable("rule", "called right by both", "share (95 % interval)");
        foreach (var rule in reported.GroupBy(static judgement => judgement.Key.Rule).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            var (right, all) = (rule.Count(static judgement => judgement.IsRight), rule.Count());
            table.Add(rule.Key, string.Create(CultureInfo.InvariantCulture, $"{right} of {all}"), Share.Of(right, all));
        }

        return table.ToString();
    }
}
