using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime;
using System.Text.Json;
using System.Threading.Tasks;
using BenchmarkDotNet.Running;
using ConcurrencyAnalyzers.Benchmarks.Engine;
using ConcurrencyAnalyzers.Benchmarks.Harness;
using ConcurrencyAnalyzers.Benchmarks.Scenarios;

namespace ConcurrencyAnalyzers.Benchmarks;

internal static class Program
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int WrongUsage = 2;

    private const string Usage = """
        What the rules are worth, and what the analyzers cost.

          rule ID [--pairs N] [--json FILE]      one rule: before against after, each in a new process, in turn (5 pairs, under a minute)
          rules [--quick] [--json FILE]          every rule that way; --quick: 2 pairs each
          smoke                                  every scenario once on each side under a small load; compares the results
          bdn [--filter GLOB] ...                BenchmarkDotNet over all scenarios; its own options are passed on
          engine --corpus PATH [PATH...]         the analyzers' own cost over real code
                 [--runs N] [--each] [--json FILE]
                 PATH is a folder of C# sources, or an .rsp file of recorded compiler arguments
                 --runs: measured rounds (7); --each: every rule alone, too

        Exit code: 0 done, 1 failed (results differ, an analyzer crashed), 2 wrong usage.
        """;

    public static async Task<int> Main(string[] args)
    {
        try
        {
            return args switch
            {
                ["rule", var id, .. var rest] => Compare([Scenario(id)], Options.Parse(rest, ["--pairs", "--json"], []), 5),
                ["rules", .. var rest] => Compare(ScenarioCatalog.All, Options.Parse(rest, ["--json"], ["--quick"]), 5),
                ["smoke"] => await SmokeAsync(),
                ["bdn", .. var rest] => Benchmark(rest),
                ["engine", .. var rest] => MeasureEngine(args, Options.Parse(rest, ["--runs", "--json"], ["--each"], "--corpus")),
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

    private static int Compare(IEnumerable<ScenarioPair> scenarios, Options options, int pairs)
    {
        var load = Load.Full;
        Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}; {load.Items} items of {load.Delay.TotalMilliseconds} ms, degree {load.Degree}; {load.Computations} computations; {load.Calls} calls");
        Console.WriteLine();
        var runs = scenarios.Select(pair => new PairedRun(pair, options.Has("--quick") ? 2 : options.Number("--pairs") ?? pairs)).ToList();
        foreach (var run in runs)
        {
            run.Measure();
            run.Write(Console.Out);
        }

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
        var summaries = BenchmarkSwitcher.FromTypes([typeof(ScenarioBenchmarks)]).Run(arguments.Length == 0 ? ["--filter", "*"] : arguments).ToList();
        return isQuestion || (summaries.Count > 0 && summaries.All(static summary => !summary.HasCriticalValidationErrors && summary.Reports.All(static report => report.Success))) ? Success : Failure;
    }

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
