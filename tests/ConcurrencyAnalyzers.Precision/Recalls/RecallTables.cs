using System.Globalization;

namespace ConcurrencyAnalyzers.Precision.Recalls;

/// <summary>How much was found, by everything that varied.</summary>
internal sealed class RecallTables(IReadOnlyCollection<RecallRow> rows)
{
    public int Found => rows.Count(static row => row.Counts && row.Outcome == Outcome.Right);

    public int Expected => rows.Count(static row => row.Counts);

    public string Summary()
    {
        var quiet = rows.Where(static row => row.ExpectsSilence).ToList();
        var table = new MarkdownTable("", "mutations", "share (95 % interval)");
        table.Add("found, by the rule of the cell, at the right place and for the right vehicle", $"{Found} of {Expected}", Share.Of(Found, Expected));
        foreach (var outcome in new[] { Outcome.Missed, Outcome.OtherRule, Outcome.OtherPlace })
        {
            var count = rows.Count(row => row.Counts && row.Outcome == outcome);
            table.Add(Words(outcome), Count(count), Share.Of(count, Expected));
        }

        var silent = quiet.Count(static row => row.Outcome == Outcome.Right);
        table.Add("rightly silent", $"{silent} of {quiet.Count}", Share.Of(silent, quiet.Count));
        table.Add("of cells whose rules are yet to come", Count(rows.Count(static row => row.Outcome == Outcome.NotImplemented)), "");
        return table.ToString();
    }

    public string ByDepth() => By("calls between vehicle and cause", static row => [row.Depth.ToString(CultureInfo.InvariantCulture)]);

    public string ByConstruct() => By("construct", static row => [row.Construct]);

    public string ByRule() => By("what the table says", static row => [row.Expected]);

    public string ByWorkload() => By("what it does", static row => [row.Workload]);

    public string ByCarrier() => By("on the way, among others", static row => row.CarrierNames.Distinct());

    public string ByCodeBase(Func<string, string> codeBaseOf) => By("code base", row => [codeBaseOf(row.Project)]);

    public string NotImplemented()
    {
        var table = new MarkdownTable("rules to come", "mutations");
        foreach (var group in rows.Where(static row => row.Outcome == Outcome.NotImplemented).GroupBy(static row => row.Expected).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            table.Add(group.Key, Count(group.Count()));
        }

        return table.ToString();
    }

    private string By(string title, Func<RecallRow, IEnumerable<string>> keysOf)
    {
        var table = new MarkdownTable(title, "found", "share (95 % interval)", "rightly silent", "yet to come");
        foreach (var group in rows.SelectMany(row => keysOf(row).Select(key => (Key: key, Row: row))).GroupBy(static pair => pair.Key, static pair => pair.Row).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            var (expected, quiet) = (group.Count(static row => row.Counts), group.Count(static row => row.ExpectsSilence));
            var found = group.Count(static row => row.Counts && row.Outcome == Outcome.Right);
            var toCome = group.Count(static row => row.Outcome == Outcome.NotImplemented);
            table.Add(
                group.Key,
                expected == 0 ? "" : $"{found} of {expected}",
                Share.Of(found, expected),
                quiet == 0 ? "" : $"{group.Count(static row => row.ExpectsSilence && row.Outcome == Outcome.Right)} of {quiet}",
                toCome == 0 ? "" : Count(toCome));
        }

        return table.ToString();
    }

    private static string Words(Outcome outcome) => outcome switch
    {
        Outcome.Missed => "missed",
        Outcome.OtherRule => "found there under another id, or for another vehicle",
        _ => "found by the right rule at another place",
    };

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
