using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Precision.Findings;

/// <summary>Warnings and suggestions for each 1,000 lines, by rule and by code base.</summary>
internal sealed class FindingTables(IReadOnlyCollection<FindingCount> counts)
{
    private const double Unit = 1000.0;

    public string ByRule()
    {
        var lines = counts.Where(static count => count.Rule.Length == 0).Sum(static count => count.Lines);
        var table = new MarkdownTable("rule", "warnings", "for 1,000 lines", "suggestions", "for 1,000 lines");
        foreach (var rule in counts.Where(static count => count.Rule.Length > 0).GroupBy(static count => count.Rule).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            table.Add([rule.Key, .. Cells(rule, lines)]);
        }

        table.Add(["all", .. Cells(counts, lines)]);
        return table.ToString();
    }

    public string ByCodeBase(Func<string, string> codeBaseOf)
    {
        var table = new MarkdownTable("code base", "projects", "lines", "compiler errors", "warnings", "for 1,000 lines", "suggestions", "for 1,000 lines");
        foreach (var codeBase in counts.GroupBy(count => codeBaseOf(count.Project)).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            var sizes = codeBase.Where(static count => count.Rule.Length == 0).ToList();
            var lines = sizes.Sum(static size => size.Lines);
            table.Add([codeBase.Key, Number(sizes.Count), Number(lines), Number(sizes.Sum(static size => size.Errors)), .. Cells(codeBase, lines)]);
        }

        return table.ToString();
    }

    private static string[] Cells(IEnumerable<FindingCount> counts, int lines)
    {
        var all = counts.ToList();
        var (warnings, suggestions) = (Sum(DiagnosticSeverity.Warning), Sum(DiagnosticSeverity.Info));
        return [Number(warnings), Share(warnings), Number(suggestions), Share(suggestions)];

        int Sum(DiagnosticSeverity severity) => all.Where(count => count.Severity == severity).Sum(static count => count.Count);

        string Share(int count) => (count * Unit / lines).ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static string Number(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
