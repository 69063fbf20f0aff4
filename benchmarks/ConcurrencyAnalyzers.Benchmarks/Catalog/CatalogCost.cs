using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using ConcurrencyAnalyzers.Benchmarks.Harness;
using ConcurrencyAnalyzers.Catalog;

namespace ConcurrencyAnalyzers.Benchmarks.Catalog;

/// <summary>What the shipped catalog costs: each use in processes of its own, in turn.</summary>
internal sealed class CatalogCost(int runs)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string[] Header = ["", "cold, ms", "warm, ms", "allocated, KB", "retained, KB"];

    private readonly Dictionary<CatalogUse, List<CatalogMeasurement>> measured =
        CatalogUse.All.ToDictionary(static use => use, static _ => new List<CatalogMeasurement>());

    public void Measure()
    {
        using var progress = new ProgressLine();
        for (var run = 1; run <= runs; run++)
        {
            foreach (var use in CatalogUse.All)
            {
                progress.Show($"run {run} of {runs}: {use.What}");
                measured[use].Add(JsonSerializer.Deserialize<CatalogMeasurement>(OwnProcess.Read(Limit, "measure-catalog", use.Key))!);
            }
        }
    }

    public void Write(TextWriter writer)
    {
        var table = new TextTable(Header);
        foreach (var row in Rows())
        {
            table.Add(row);
        }

        writer.WriteLine(Size());
        table.Write(writer);
        writer.WriteLine(Conditions());
    }

    public void Record()
    {
        var text = new StringBuilder(Size()).Append("\n\n");
        foreach (var row in Rows().Prepend(["---", "---", "---", "---", "---"]).Prepend(Header))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
        }

        File.WriteAllText(Results.PathOf("Catalog"), text.Append(CultureInfo.InvariantCulture, $"\n{Conditions()}\n").ToString());
    }

    public object Json() => measured.Select(static use => new { use.Key.What, Runs = use.Value });

    private IEnumerable<string[]> Rows() => measured.Select(static use => new[]
    {
        use.Key.What,
        Of(use.Value, static one => one.ColdMilliseconds).ToString(),
        Of(use.Value, static one => one.WarmMilliseconds).ToString(),
        Spread.Digits(Of(use.Value, static one => one.AllocatedKilobytes).Median),
        Spread.Digits(Of(use.Value, static one => one.RetainedKilobytes).Median),
    });

    private static Spread Of(List<CatalogMeasurement> runs, Func<CatalogMeasurement, double> figure) => Spread.Of(runs.Select(figure));

    private static string Size()
    {
        using var packed = EmbeddedData.Open("Shipped.catalog");
        var catalog = EmbeddedData.Catalog;
        var entries = catalog.ReadAll().Count();
        return string.Create(
            CultureInfo.InvariantCulture, $"{entries:#,0} entries in {catalog.Chunks} chunks, {packed.Length:#,0} bytes, {(double)packed.Length / entries:0.0} for each entry.");
    }

    private string Conditions() =>
        $"Medians of {runs} new processes (smallest to largest); cold: the first time, with the code to compile; warm: once it is compiled. "
        + $"{Environment.ProcessorCount} cores, .NET {Environment.Version}.";
}
