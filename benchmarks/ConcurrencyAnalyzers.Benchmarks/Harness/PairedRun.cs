using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using ConcurrencyAnalyzers.Benchmarks.Scenarios;

namespace ConcurrencyAnalyzers.Benchmarks.Harness;

/// <summary>
/// Before and after in turn, each in a process of its own. Both sides of a pair meet the same neighbours on the machine, so the ratio
/// within a pair says more than either time; which side goes first changes from pair to pair.
/// </summary>
internal sealed class PairedRun(ScenarioPair scenario, int pairs)
{
    private const string Time = "time, ms";
    private const string PoolThreads = "peak pool threads";
    private const string HeartbeatDelay = "heartbeat p95, ms";
    private const string WorkingSet = "peak working set, MB";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // A pair that is begun by then is over within the minute.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(40);

    private readonly List<(Measurement Before, Measurement After)> measured = [];

    public bool HasEqualResults => measured.SelectMany(static pair => new[] { pair.Before.Result, pair.After.Result }).Distinct().Count() == 1;

    public void Measure()
    {
        using var progress = new ProgressLine();
        var watch = Stopwatch.StartNew();
        while (measured.Count < pairs && (measured.Count == 0 || watch.Elapsed < Budget))
        {
            Measurement Side(string side)
            {
                progress.Show($"{scenario.Id}: pair {measured.Count + 1} of {pairs}, {side}");
                return JsonSerializer.Deserialize<Measurement>(OwnProcess.Read(Limit, "measure", scenario.Id, side))!;
            }

            if (measured.Count % 2 == 0)
            {
                var before = Side("before");
                measured.Add((before, Side("after")));
            }
            else
            {
                var after = Side("after");
                measured.Add((Side("before"), after));
            }
        }
    }

    public void Write(TextWriter writer)
    {
        writer.WriteLine($"{scenario.Id} {scenario.Stem}, {measured.Count} {(measured.Count == 1 ? "pair" : "pairs")}");
        var table = new TextTable("", "before", "after", "ratio of a pair (min-max)");
        foreach (var figure in Figures())
        {
            table.Add(figure.Name, Spread.Digits(figure.Before), Spread.Digits(figure.After), figure.Ratio?.ToString() ?? "");
        }

        table.Write(writer);
        writer.WriteLine(HasEqualResults ? $"  both give {measured[0].After.Result}" : "  THE RESULTS DIFFER");
        writer.WriteLine();
    }

    /// <summary>Adds the rule's line to the table of all rules.</summary>
    public void Summarize(TextTable table)
    {
        var figures = Figures().ToDictionary(static figure => figure.Name);
        table.Add(
            $"{scenario.Id} {scenario.Stem}",
            measured.Count.ToString(CultureInfo.InvariantCulture),
            Ratio(Time),
            Ratio(HeartbeatDelay),
            Ratio(PoolThreads),
            Ratio(WorkingSet),
            HasEqualResults ? "yes" : "NO");

        string Ratio(string figure) => figures[figure].Ratio?.ToString() ?? "";
    }

    /// <summary>Writes the figures where the tests take them from for the rule's page.</summary>
    public void Record()
    {
        var text = new StringBuilder("| | before | after | before : after, in a pair (smallest to largest) |\n|---|---|---|---|\n");
        foreach (var figure in Figures())
        {
            text.Append(CultureInfo.InvariantCulture, $"| {figure.Name} | {Spread.Digits(figure.Before)} | {Spread.Digits(figure.After)} | {figure.Ratio?.ToString() ?? "none left"} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nMedians of {measured.Count} pairs; {Conditions.Here(Load.Full)}.\n");
        File.WriteAllText(Results.PathOf(scenario.Folder), text.ToString());
    }

    public object Json() => new
    {
        scenario.Id,
        scenario.Stem,
        Pairs = measured.Count,
        Cores = Environment.ProcessorCount,
        Runtime = Environment.Version.ToString(),
        HasEqualResults,
        Figures = Figures().ToArray(),
    };

    private IEnumerable<Figure> Figures()
    {
        yield return Of(Time, static side => side.Milliseconds);
        yield return Of("allocated, KB", static side => side.AllocatedKilobytes);
        yield return Of(PoolThreads, static side => side.PeakPoolThreads);
        yield return Of(HeartbeatDelay, static side => side.HeartbeatP95Milliseconds);
        yield return Of(WorkingSet, static side => side.PeakWorkingSetMegabytes);
        foreach (var what in measured[0].Before.Observed.Keys)
        {
            yield return Of(what, side => side.Observed.GetValueOrDefault(what));
        }
    }

    private Figure Of(string name, Func<Measurement, double> figure) => new(
        name,
        Spread.Of(measured.Select(pair => figure(pair.Before))).Median,
        Spread.Of(measured.Select(pair => figure(pair.After))).Median,
        measured.Any(pair => figure(pair.After) == 0) ? null : Spread.Of(measured.Select(pair => figure(pair.Before) / figure(pair.After))));

    /// <summary>The medians of both sides, and the ratio of before to after in each pair; no ratio where nothing is left.</summary>
    private sealed record Figure(string Name, double Before, double After, Spread? Ratio);
}
