using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using ConcurrencyAnalyzers.Benchmarks.Harness;

namespace ConcurrencyAnalyzers.Benchmarks.Executors;

/// <summary>The rounds of a comparison. Sides that are measured right after each other meet the same neighbours on the machine, so ratios are taken within a round; who is first changes.</summary>
internal sealed class ComparisonRun(Comparison comparison, int rounds)
{
    // What one process decides for all of its rounds, such as where the compiler put what, is not taken for what the code costs.
    private const int Processes = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(300);

    // Until the compiler has recompiled what is called often.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    private readonly List<Round> measured = [];

    public void Measure()
    {
        using var progress = new ProgressLine();
        if (comparison.IsIsolated)
        {
            for (var i = 0; i < rounds; i++)
            {
                var round = new Round();
                foreach (var side in Turn(i))
                {
                    progress.Show($"{comparison.Name}: round {i + 1} of {rounds}, {side.Name}");
                    round.Add(side.Name, Ask("1", side.Name).Single()[side.Name]);
                }

                measured.Add(round);
            }
        }
        else
        {
            var processes = Math.Min(Processes, rounds);
            for (var i = 0; i < processes; i++)
            {
                progress.Show($"{comparison.Name}: process {i + 1} of {processes}");
                measured.AddRange(Ask(((rounds / processes) + (i < rounds % processes ? 1 : 0)).ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    /// <summary>What a process that was started for it measures: of one side, or of all in turn.</summary>
    public IReadOnlyList<Round> MeasureHere(string? side)
    {
        var warm = Stopwatch.StartNew();
        for (var i = 0; !comparison.IsIsolated && (i < 2 || warm.Elapsed < WarmUp); i++)
        {
            foreach (var each in comparison.Sides)
            {
                each.Measure();
            }
        }

        for (var i = 0; i < rounds; i++)
        {
            var round = new Round();
            foreach (var each in Turn(i).Where(each => side is null || each.Name == side))
            {
                GC.Collect();
                round.Add(each.Name, each.Measure());
            }

            measured.Add(round);
        }

        return measured;
    }

    public void Write(TextWriter writer)
    {
        writer.WriteLine($"{comparison.Name}: {comparison.What}");
        foreach (var (header, rows) in Tables())
        {
            var table = new TextTable(header);
            foreach (var row in rows)
            {
                table.Add(row);
            }

            table.Write(writer);
        }

        writer.WriteLine();
    }

    /// <summary>Writes the figures to <c>Results/Executors</c>.</summary>
    public void Record()
    {
        var text = new StringBuilder(comparison.What);
        foreach (var (header, rows) in Tables())
        {
            text.Append('\n');
            foreach (var row in rows.Prepend([.. header.Select(static _ => "---")]).Prepend(header))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n| {string.Join(" | ", row)} |");
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"\n\nMedians of {measured.Count} rounds (smallest to largest); {Environment.ProcessorCount} cores, .NET {Environment.Version}.\n");
        var path = Results.PathOf(Path.Combine("Executors", comparison.Name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ToString());
    }

    /// <summary>Whether no target is missed by far, both by the median of the rounds and by the smallest figures of each side, which a busy machine spoils last.</summary>
    public bool IsNear
    {
        get
        {
            var smallest = new Round();
            foreach (var side in comparison.Sides)
            {
                smallest.Add(side.Name, measured[0][side.Name].Keys.ToDictionary(static figure => figure, figure => measured.Min(round => round[side.Name, figure])));
            }

            return !comparison.Targets.Any(target => target.IsFarFrom(Spread.Of(measured.Select(target.Of)).Median) && target.IsFarFrom(target.Of(smallest)));
        }
    }

    public object Json() => new { comparison.Name, Cores = Environment.ProcessorCount, Runtime = Environment.Version.ToString(), Rounds = measured };

    private IEnumerable<Side> Turn(int round)
    {
        var first = round % comparison.Sides.Length;
        return comparison.Sides[first..].Concat(comparison.Sides[..first]);
    }

    private List<Round> Ask(params string[] arguments) => JsonSerializer.Deserialize<List<Round>>(OwnProcess.Read(Limit, ["measure-executors", comparison.Name, .. arguments]))!;

    private IEnumerable<(string[] Header, IEnumerable<string[]> Rows)> Tables()
    {
        string[] figures = [.. comparison.Sides.SelectMany(side => measured[0][side.Name].Keys).Distinct()];
        yield return (["", .. figures], comparison.Sides.Select(side => (string[])
            [side.Name, .. figures.Select(figure => measured[0][side.Name].ContainsKey(figure) ? Spread.Of(measured.Select(round => round[side.Name, figure])).ToString() : "")]));
        yield return (["ratio", "measured", "target", "met"], comparison.Targets.Select(target =>
        {
            var spread = Spread.Of(measured.Select(target.Of));
            return new[] { target.What, spread.ToString(), target.ToString(), target.IsMetBy(spread) ? "yes" : "NO" };
        }));
    }
}
