using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime;
using System.Text.Json;
using System.Threading.Tasks;
using BenchmarkDotNet.Running;
using ConcurrencyAnalyzers.Benchmarks.Catalog;
using ConcurrencyAnalyzers.Benchmarks.Computation;
using ConcurrencyAnalyzers.Benchmarks.Engine;
using ConcurrencyAnalyzers.Benchmarks.Executors;
using ConcurrencyAnalyzers.Benchmarks.Harness;
using ConcurrencyAnalyzers.Benchmarks.Scenarios;
using ConcurrencyAnalyzers.Executors.Processes;

namespace ConcurrencyAnalyzers.Benchmarks;

internal static class Program
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int WrongUsage = 2;

    private const string Usage = """
        What the rules are worth, and what the analyzers cost.

          scenarios [--quick] [ID...]            before against after of these rules, or of all: new processes in turn, ratios within a pair
                    [--pairs N] [--record] [--json FILE]
                    --pairs: pairs for each rule (5); --quick: 2; --record: write the figures that the rules' pages quote
          smoke                                  every scenario once on each side under a small load; compares the results
          benchmark [--filter GLOB] ...          BenchmarkDotNet over all scenarios; its own options are passed on
          computation [--quick] [FAMILY...]      what the catalog's computations cost, in processor time a unit: these families, or all
                      [--record]                 --record: write the figures that the catalog quotes; of all families, and not of a quick run
          engine --corpus PATH [PATH...]         the analyzers' own cost over real code, and what they report there
                 [--runs N] [--each] [--json FILE]
                 PATH is a folder of C# sources, or an .rsp file of recorded compiler arguments
                 --runs: measured rounds (7); --each: every rule alone, too
          agree --corpus PATH [PATH...] [--runs N]
                                                 the same answers in N concurrent runs (20), in any order of members, and document by document
          catalog [--runs N] [--record] [--json FILE]
                                                 what the catalog of APIs costs: time, allocation, memory, as much of it as is asked for
                                                 --runs: new processes for each use (15); --record: write the figures to Results/Catalog.md
          executors [NAME...] [--runs N]         the executors beside what the BCL has for the same work: these comparisons, or all
                    [--quick] [--gate] [--record] [--json FILE]
                                                 --runs: rounds; --quick: 3; --gate: fails when not even half of a target is reached
                                                 --record: write the figures to Results/Executors

        Exit code: 0 done, 1 failed (results differ, an analyzer crashed), 2 wrong usage.
        """;

    public static async Task<int> Main(string[] args)
    {
        if (await ProcessWorker.TryRunAsync(args, ProcessJobs.Register))
        {
            return Environment.ExitCode;
        }

        try
        {
            return args switch
            {
                ["scenarios", .. var rest] => Compare(Options.Parse(rest, ["--pairs", "--json"], ["--quick", "--record"], takesNames: true)),
                ["smoke"] => await SmokeAsync(),
                ["benchmark", .. var rest] => Benchmark(rest),
                ["computation", .. var rest] => Compute(Options.Parse(rest, [], ["--quick", "--record"], takesNames: true)),
                ["engine", .. var rest] => MeasureEngine(args, Options.Parse(rest, ["--runs", "--json"], ["--each"], list: "--corpus")),
                ["agree", .. var rest] => await AgreeAsync(Options.Parse(rest, ["--runs"], [], list: "--corpus")),
                ["catalog", .. var rest] => MeasureCatalog(Options.Parse(rest, ["--runs", "--json"], ["--record"])),
                ["executors", .. var rest] => CompareExecutors(Options.Parse(rest, ["--runs", "--json"], ["--quick", "--gate", "--record"], takesNames: true)),
                ["measure-executors", var name, var rounds, .. var side] => MeasureExecutors(Comparison(name), int.Parse(rounds, CultureInfo.InvariantCulture), side.FirstOrDefault()),
                ["bare", .. var purpose] => BareProcess.Run(purpose),
                ["measure-catalog", var key] => Measure(Use(key)),
                ["measure", var id, "before"] => Measure(Scenario(id).Before),
                ["measure", var id, "after"] => Measure(Scenario(id).After),
                ["--help" or "-h" or "help"] => Help(),
                [] => throw new UsageException("What is to be measured?"),
                [var command, ..] => throw new UsageException($"'{string.Join(' ', args)}' is not understood as a use of '{command}'."),
            };
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine(e.Message);
            Console.Error.WriteLine();
            Console.Error.WriteLine(Usage);
            return WrongUsage;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            Console.Error.WriteLine(e.Message);
            return Failure;
        }
    }

    private static ScenarioPair Scenario(string id) =>
        ScenarioCatalog.Find(id) ?? throw new UsageException($"There is no scenario for '{id}', only for {string.Join(", ", ScenarioCatalog.All.Select(static pair => pair.Id))}.");

    private static int Compare(Options options)
    {
        var pairs = options.Number("--pairs") ?? (options.Has("--quick") ? 2 : 5);
        var scenarios = options.Names.Count == 0 ? ScenarioCatalog.All.ToList() : options.Names.ConvertAll(Scenario);
        var summary = new TextTable("", "pairs", "faster", "heartbeat p95", "pool threads", "working set", "same result");
        var runs = scenarios.ConvertAll(scenario => new PairedRun(scenario, pairs));
        Console.WriteLine(Conditions.Here(Load.Full));
        Console.WriteLine();
        foreach (var run in runs)
        {
            run.Measure();
            run.Write(Console.Out);
            run.Summarize(summary);
            if (options.Has("--record"))
            {
                run.Record();
            }
        }

        Console.WriteLine("Before divided by after, the median of the pairs and their spread: above 1, the fix wins.");
        summary.Write(Console.Out);
        options.WriteJson(runs.Select(static run => run.Json()));
        return runs.All(static run => run.HasEqualResults) ? Success : Failure;
    }

    private static async Task<int> SmokeAsync()
    {
        var exitCode = Success;
        foreach (var pair in ScenarioCatalog.All)
        {
            var (before, after) = (await pair.Before(Load.Quick), await pair.After(Load.Quick));
            Console.WriteLine(before == after ? $"{pair.Folder}: {before}" : $"{pair.Folder}: {before} BEFORE, {after} AFTER");
            exitCode = before == after ? exitCode : Failure;
        }

        return exitCode;
    }

    private static int Benchmark(string[] arguments)
    {
        var isQuestion = arguments.Any(static argument => argument is "--help" or "--info" or "--list" or "--version");
        var summaries = BenchmarkSwitcher.FromTypes([typeof(ScenarioBenchmarks)]).Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, ScenarioBenchmarks.Configuration(arguments)).ToList();
        return isQuestion || (summaries.Count > 0 && summaries.All(static summary => !summary.HasCriticalValidationErrors && summary.Reports.All(static report => report.Success))) ? Success : Failure;
    }

    private static int Compute(Options options)
    {
        if (options.Has("--record") && (options.Has("--quick") || options.Names.Count > 0))
        {
            throw new UsageException("'--record' takes the figures of all families, measured in full: leave out '--quick' and the names.");
        }

        var families = options.Names.Count == 0 ? FamilyCatalog.All : [.. options.Names.SelectMany(Computed)];
        var run = new ComputationRun(families, options.Has("--quick"));
        run.Measure();
        run.Write(Console.Out);
        if (options.Has("--record"))
        {
            run.Record();
        }

        return Success;
    }

    private static IEnumerable<Family> Computed(string name) => FamilyCatalog.Names.Contains(name)
        ? FamilyCatalog.Find(name)
        : throw new UsageException($"There is no family '{name}', only {string.Join(", ", FamilyCatalog.Names)}.");

    private static int MeasureEngine(string[] arguments, Options options)
    {
        if (!GCSettings.IsServerGC)
        {
            return OwnProcess.RunWithServerCollector(arguments);
        }

        if (options.Paths.Count == 0)
        {
            throw new UsageException("'engine' needs at least one --corpus.");
        }

        var cost = new EngineCost(options.Number("--runs") ?? 7, options.Has("--each"));
        var reports = new List<EngineReport>();
        foreach (var path in options.Paths)
        {
            reports.Add(cost.Measure(Corpus.Load(path)));
            reports[^1].Write(Console.Out);
        }

        options.WriteJson(reports.Select(static report => report.Json()));
        return reports.All(static report => report.IsSound) ? Success : Failure;
    }

    private static async Task<int> AgreeAsync(Options options)
    {
        if (options.Paths.Count == 0)
        {
            throw new UsageException("'agree' needs at least one --corpus.");
        }

        var exitCode = Success;
        foreach (var path in options.Paths)
        {
            var corpus = Corpus.Load(path);
            var runs = options.Number("--runs") ?? 20;
            var (answers, differences) = await new Agreement(corpus, runs).CompareAsync();
            Console.WriteLine($"{corpus.Name}: {corpus.Lines:#,0} lines, {answers:#,0} answers, {runs} concurrent runs, members in shuffled order, one document at a time: {(differences.Count == 0 ? "identical" : $"{differences.Count} differences")}");
            foreach (var difference in differences)
            {
                Console.WriteLine("  " + difference);
                exitCode = Failure;
            }
        }

        return exitCode;
    }

    private static CatalogUse Use(string key) => CatalogUse.All.FirstOrDefault(use => use.Key == key) ?? throw new UsageException($"'{key}' is no use of the catalog.");

    private static int MeasureCatalog(Options options)
    {
        var cost = new CatalogCost(options.Number("--runs") ?? 15);
        cost.Measure();
        cost.Write(Console.Out);
        if (options.Has("--record"))
        {
            cost.Record();
        }

        options.WriteJson([cost.Json()]);
        return Success;
    }

    private static Comparison Comparison(string name) =>
        ComparisonCatalog.Find(name) ?? throw new UsageException($"There is no comparison '{name}', only {string.Join(", ", ComparisonCatalog.All.Select(static comparison => comparison.Name))}.");

    private static int CompareExecutors(Options options)
    {
        var comparisons = options.Names.Count == 0 ? ComparisonCatalog.All.ToList() : options.Names.ConvertAll(Comparison);
        var runs = comparisons.ConvertAll(comparison => new ComparisonRun(comparison, options.Number("--runs") ?? (options.Has("--quick") ? 3 : comparison.Rounds)));
        foreach (var run in runs)
        {
            run.Measure();
            run.Write(Console.Out);
            if (options.Has("--record"))
            {
                run.Record();
            }
        }

        options.WriteJson(runs.Select(static run => run.Json()));
        return !options.Has("--gate") || runs.TrueForAll(static run => run.IsNear) ? Success : Failure;
    }

    private static int MeasureExecutors(Comparison comparison, int rounds, string? side)
    {
        Console.WriteLine(JsonSerializer.Serialize(new ComparisonRun(comparison, rounds).MeasureHere(side)));
        return Success;
    }

    private static int Measure(CatalogUse use)
    {
        Console.WriteLine(JsonSerializer.Serialize(CatalogMeasurement.Take(use)));
        return Success;
    }

    private static int Measure(ScenarioRun run)
    {
        Console.WriteLine(JsonSerializer.Serialize(Measurement.Take(run, Load.Full)));
        return Success;
    }

    private static int Help()
    {
        Console.WriteLine(Usage);
        return Success;
    }
}
