using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using ConcurrencyAnalyzers.Benchmarks.Harness;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>The unit costs of the catalog's computations, family by family.</summary>
internal sealed class ComputationRun(IReadOnlyList<Family> families, bool quick)
{
    private static readonly string[] Columns =
        ["family", "growth", "unit_ns", "unit", "small", "small_ns", "large", "large_ns", "spread", "deviation", "100us_at", "members"];

    private const int Rounds = 11;
    private const int QuickRounds = 3;

    // A round that is begun by then is over within the two minutes.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan QuickLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    private List<FamilyFigures> measured = [];

    public void Measure()
    {
        using var progress = new ProgressLine();
        var watch = Stopwatch.StartNew();
        var runs = families.Where(family => family.IsSupported && !(quick && family.Of is not null)).Select(family => new FamilyRun(family, quick)).ToList();
        for (var time = 1; time <= (quick ? 1 : 2); time++)
        {
            foreach (var run in runs)
            {
                progress.Show($"warming up {run.Family.Name}");
                run.WarmUp();
            }

            // The compiler waits until nothing new has run for a while.
            Thread.Sleep(Settling);
        }

        var rounds = quick ? QuickRounds : Rounds;
        for (var round = 1; round <= rounds && (round == 1 || watch.Elapsed < (quick ? QuickLimit : Limit)); round++)
        {
            progress.Show($"round {round} of {rounds}");
            runs.ForEach(static run => run.Measure());
        }

        measured = runs.ConvertAll(static run => run.Figures);
    }

    public void Write(TextWriter writer)
    {
        var table = new TextTable("family", "growth", "small", "takes", "large", "takes", "spread", "a unit", "100 µs at", "growth fits", "family fits");
        foreach (var figures in measured)
        {
            var family = measured.Find(family => family.Family.Name == figures.Family.Of);
            table.Add(
                figures.Family.Of is null ? figures.Family.Name : "  " + figures.Family.Name,
                figures.GrowthName,
                Size(figures, figures.Family.Small),
                FamilyFigures.Time(figures.SmallNanoseconds),
                Size(figures, figures.Family.Large),
                FamilyFigures.Time(figures.LargeNanoseconds),
                string.Create(CultureInfo.InvariantCulture, $"{100 * figures.Spreading:0} %"),
                FamilyFigures.Time(figures.UnitNanoseconds),
                figures.Reaches100Microseconds,
                Verdict(figures.Deviation),
                Verdict(figures.UnitNanoseconds / family?.UnitNanoseconds));
        }

        table.Write(writer);
        foreach (var family in families.Where(static family => !family.IsSupported))
        {
            writer.WriteLine($"  {family.Name} does not exist on this platform.");
        }
    }

    /// <summary>Writes the figures that the table's costs are compared with.</summary>
    /// <exception cref="InvalidOperationException">The platform lacks a family, so that the record would, too.</exception>
    public void Record()
    {
        if (families.FirstOrDefault(static family => !family.IsSupported) is { } missing)
        {
            throw new InvalidOperationException($"'{missing.Name}' does not exist on this platform, so nothing is recorded. Record where every family exists.");
        }

        var rows = measured.Where(static figures => figures.Family.Of is null)
            .Select(figures => string.Join('\t', figures.Record(measured.Where(member => member.Family.Of == figures.Family.Name))));
        string[] head =
        [
            $"# {ThreadClock.Name}, {Platform}, {Environment.ProcessorCount} processors, {Today}",
            "# spread: how far the middle half of the samples of the large input is apart, in percent of their median",
            "# deviation: how much more the large input cost than the growth says; members: what a unit of other APIs of the family costs; 1 = as much",
            string.Join('\t', Columns),
        ];
        File.WriteAllText(Results.PathOf("Computation", ".tsv"), string.Join('\n', head.Concat(rows)) + "\n");
    }

    private static string Platform => $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}";

    private static string Today => DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Verdict(double? ratio) =>
        ratio is not { } times ? "" : FamilyFigures.Fits(times) ? "yes" : $"NO: {FamilyFigures.Digits(times)} times as much";

    private static string Size(FamilyFigures figures, int size) =>
        figures.Family.Small == figures.Family.Large ? "" : string.Create(CultureInfo.InvariantCulture, $"{size:#,0}");
}
