using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Linq;
using ConcurrencyAnalyzers.Benchmarks.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Benchmarks.Engine;

/// <summary>Runs the compiler alone, with an empty analyzer and with ours over the same code, in turn in one process.</summary>
internal sealed class EngineCost
{
    private const int WarmUpRounds = 3;

    private readonly int rounds;
    private readonly ImmutableArray<Contender> contenders;

    public EngineCost(int rounds, bool each)
    {
        this.rounds = rounds;
        var ours = Ours();
        var alone = each ? ours.Select(static analyzer => new Contender(analyzer.SupportedDiagnostics[0].Id, [analyzer])) : [];
        contenders =
        [
            new("compilation alone", []),
            new(EngineReport.Empty, [new EmptyInvocationAnalyzer()]),
            .. alone,
            new(EngineReport.All, ours),
        ];
    }

    /// <summary>All analyzers of the package, by id.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Ours() => [.. typeof(MemberAnalyzer).Assembly.GetTypes()
        .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
        .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
        .OrderBy(static analyzer => analyzer.SupportedDiagnostics[0].Id, StringComparer.Ordinal)];

    public EngineReport Measure(Corpus corpus)
    {
        using var progress = new ProgressLine();
        var report = new EngineReport(corpus, contenders.Select(static contender => contender.Name));
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            // The order turns by one each round, so that nobody always comes after the same neighbour.
            for (var turn = 0; turn < contenders.Length; turn++)
            {
                var contender = contenders[(turn + round + WarmUpRounds) % contenders.Length];
                progress.Show($"{corpus.Name}: {(round < 0 ? "warm-up" : $"round {round + 1} of {rounds}")}, {contender.Name}");
                var (sample, reported) = Run(corpus, contender, report);
                if (contender.Name == EngineReport.All)
                {
                    report.Add(reported);
                }

                if (round >= 0)
                {
                    report.Add(contender.Name, sample);
                }
            }
        }

        return report;
    }

    private static (Sample Sample, ImmutableArray<Reported> Reported) Run(Corpus corpus, Contender contender, EngineReport report)
    {
        // Nothing that an earlier run has bound may be there.
        var compilation = corpus.Compilation.Clone();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var process = Process.GetCurrentProcess();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();

        var diagnostics = contender.Analyzers.IsEmpty ? compilation.GetDiagnostics() : Analyze(compilation, corpus.Options, contender.Analyzers, report);

        watch.Stop();
        process.Refresh();
        var sample = new Sample(
            watch.Elapsed.TotalMilliseconds,
            (process.TotalProcessorTime - cpu).TotalMilliseconds,
            (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1024.0 / 1024.0,
            diagnostics.Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id.StartsWith("CS", StringComparison.Ordinal)));

        // Text, because a diagnostic would keep its compilation alive through the runs that follow.
        return (sample, [.. diagnostics
            .Where(static diagnostic => diagnostic.Id.StartsWith("CONC", StringComparison.Ordinal))
            .Select(static diagnostic => new Reported(diagnostic.Id, diagnostic.ToString()))
            .OrderBy(static reported => reported.Text, StringComparer.Ordinal)]);
    }

    private static ImmutableArray<Diagnostic> Analyze(Compilation compilation, AnalyzerOptions options, ImmutableArray<DiagnosticAnalyzer> analyzers, EngineReport report)
    {
        var driver = new CompilationWithAnalyzers(compilation, analyzers, new CompilationWithAnalyzersOptions(
            options,
            onAnalyzerException: (exception, analyzer, _) => report.AddCrash($"{analyzer.GetType().Name}: {exception.Message}"),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false));
        return driver.GetAllDiagnosticsAsync().GetAwaiter().GetResult();
    }

    private sealed record Contender(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers);
}
