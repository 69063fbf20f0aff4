using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Precision.Findings;

/// <summary>How often a rule reports in a project. A line with an empty rule says how large the project is.</summary>
internal sealed record FindingCount(string Project, string Rule, DiagnosticSeverity Severity, int Count, int Lines, int Errors)
{
    public const string Header = "project\trule\tseverity\tcount\tlines\terrors";

    public static IEnumerable<FindingCount> Of(Reported reported) => reported.Diagnostics
        .GroupBy(static diagnostic => (diagnostic.Id, diagnostic.Severity))
        .OrderBy(static group => group.Key.Id, StringComparer.Ordinal).ThenByDescending(static group => group.Key.Severity)
        .Select(group => new FindingCount(reported.Project.Name, group.Key.Id, group.Key.Severity, group.Count(), reported.Size, reported.Errors))
        .Prepend(new(reported.Project.Name, "", DiagnosticSeverity.Hidden, 0, reported.Size, reported.Errors));

    public static FindingCount Parse(string line)
    {
        var cells = line.Split('\t');
        return new(cells[0], cells[1], Enum.Parse<DiagnosticSeverity>(cells[2]), Number(cells[3]), Number(cells[4]), Number(cells[5]));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Project}\t{Rule}\t{Severity}\t{Count}\t{Lines}\t{Errors}");

    private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);
}
