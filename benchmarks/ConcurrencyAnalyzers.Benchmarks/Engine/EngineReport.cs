using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using ConcurrencyAnalyzers.Benchmarks.Harness;

namespace ConcurrencyAnalyzers.Benchmarks.Engine;

/// <summary>One run: times in milliseconds, allocation in megabytes, the compiler's errors.</summary>
internal readonly record struct Sample(double Wall, double Cpu, double Allocated, int Errors);

/// <summary>One diagnostic of ours, as a build prints it.</summary>
internal readonly record struct Reported(string Id, string Text);

/// <summary>The runs over one corpus, each round set against the empty analyzer of that round.</summary>
internal sealed class EngineReport
{
    public const string Empty = "empty invocation action";
    public const string All = "all our rules";

    /// <summary>All our rules against the empty invocation action, where the code is long enough to tell.</summary>
    private const double Target = 1.3;
    private const int EnoughLines = 50_000;

    private readonly Corpus corpus;
    private readonly List<(string Name, List<Sample> Samples)> runs;
    private readonly ConcurrentQueue<string> crashes = [];
    private readonly HashSet<Reported> differences = [];
    private ImmutableArray<Reported> reported;

    public EngineReport(Corpus corpus, IEnumerable<string> names)
    {
        this.corpus = corpus;
        runs = [.. names.Select(static name => (name, new List<Sample>()))];
    }

    /// <summary>Nothing crashed, and every round reported the same.</summary>
    public bool IsSound => crashes.IsEmpty && differences.Count == 0;

    public void Add(string name, Sample sample) => Of(name).Add(sample);

    /// <summary>Takes what all our rules report in one round, sorted, and compares it with the round before.</summary>
    public void Add(ImmutableArray<Reported> round)
    {
        differences.UnionWith(reported.IsDefault ? [] : reported.Except(round).Union(round.Except(reported)));
        reported = round;
    }

    public void AddCrash(string message) => crashes.Enqueue(message);

    public void Write(TextWriter writer)
    {
        var last = Of(All)[^1];
        writer.WriteLine($"{corpus.Name}: {corpus.Lines:#,0} lines in {corpus.Files:#,0} files, {Of(All).Count} rounds, {last.Errors} compile errors");
        var table = new TextTable("", "wall ms", "cpu ms", "alloc MB", "wall ratio of a round", "cpu ratio of a round", "alloc ratio");
        foreach (var (name, samples) in runs)
        {
            table.Add(
                name,
                Median(samples, static s => s.Wall).ToString("#,0"),
                Median(samples, static s => s.Cpu).ToString("#,0"),
                Median(samples, static s => s.Allocated).ToString("#,0"),
                Ratio(samples, static s => s.Wall).ToString(),
                Ratio(samples, static s => s.Cpu).ToString(),
                Spread.Digits(Ratio(samples, static s => s.Allocated).Median));
        }

        table.Write(writer);
        writer.WriteLine("  " + Verdict());
        foreach (var crash in crashes.Distinct())
        {
            writer.WriteLine("  CRASH " + crash);
        }

        writer.WriteLine($"  {reported.Length} diagnostics{string.Concat(ByRule().Select(static rule => $"; {rule.Key}: {rule.Value}"))}");
        foreach (var diagnostic in reported)
        {
            writer.WriteLine("  " + diagnostic.Text);
        }

        foreach (var difference in differences)
        {
            writer.WriteLine("  NOT IN EVERY ROUND " + difference.Text);
        }

        writer.WriteLine();
    }

    public object Json() => new
    {
        corpus.Name,
        corpus.Lines,
        corpus.Files,
        Cores = Environment.ProcessorCount,
        Runtime = Environment.Version.ToString(),
        Compiler = typeof(Microsoft.CodeAnalysis.Compilation).Assembly.GetName().Version!.ToString(3),
        Target,
        IsSound,
        ByRule = ByRule(),
        Reported = reported.Select(static diagnostic => diagnostic.Text).ToArray(),
        Runs = runs.Select(run => new
        {
            run.Name,
            run.Samples,
            Wall = Ratio(run.Samples, static s => s.Wall),
            Cpu = Ratio(run.Samples, static s => s.Cpu),
            Allocated = Ratio(run.Samples, static s => s.Allocated),
        }).ToArray(),
    };

    private SortedDictionary<string, int> ByRule() =>
        new(reported.CountBy(static diagnostic => diagnostic.Id).ToDictionary(), StringComparer.Ordinal);

    private string Verdict()
    {
        var (wall, cpu) = (Ratio(Of(All), static s => s.Wall).Median, Ratio(Of(All), static s => s.Cpu).Median);
        var figures = $"{Spread.Digits(wall)} in wall time, {Spread.Digits(cpu)} in processor time; the target is at most {Spread.Digits(Target)}";
        return corpus.Lines < EnoughLines ? $"{figures} for {EnoughLines:#,0} lines and more, which these are not"
            : wall <= Target ? $"{figures}: met"
            : $"{figures}: MISSED";
    }

    private Spread Ratio(List<Sample> samples, Func<Sample, double> figure) =>
        Spread.Of(samples.Zip(Of(Empty), (one, empty) => figure(one) / figure(empty)));

    private static double Median(List<Sample> samples, Func<Sample, double> figure) => Spread.Of(samples.Select(figure)).Median;

    private List<Sample> Of(string name) => runs.First(run => run.Name == name).Samples;
}
