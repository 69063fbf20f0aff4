using System.Collections.Concurrent;
using System.Diagnostics;
using ConcurrencyAnalyzers.Benchmarks.Harness;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Precision.Findings;
using ConcurrencyAnalyzers.Precision.Mutations;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Precision.Fuzzing;

/// <summary>Tries all fixes on what is reported of some code bases, and then on what is reported of mutations of them.</summary>
internal sealed class FuzzRun
{
    private readonly IReadOnlyList<Workbench> benches;
    private readonly Mutator mutator;
    private readonly int seed;
    private readonly ConcurrentBag<Breakage> breakages = [];
    private int found;
    private int mutated;
    private int applied;

    public FuzzRun(IReadOnlyList<CodeBase> codeBases, int seed)
    {
        this.seed = seed;
        benches = [.. codeBases.Select(static codeBase => new Workbench(codeBase))];
        mutator = new(codeBases, seed, ImplementedRules.Contains, Repertoire.Blocking, Shape.Vary);
    }

    public IReadOnlyCollection<Breakage> Breakages => breakages;

    /// <summary>How many findings of the code bases were tried.</summary>
    public int Found => found;

    /// <summary>How many mutations were tried.</summary>
    public int Mutated => mutated;

    /// <summary>How often a fix was applied.</summary>
    public int Applied => applied;

    /// <summary>Findings for half of the time, mutations for what is left.</summary>
    public async Task RunAsync(TimeSpan time, int count, Action<Breakage> report)
    {
        using var progress = new ProgressLine();
        var clock = Stopwatch.StartNew();
        var existing = new List<(Workbench Bench, Diagnostic Diagnostic)>();
        foreach (var bench in benches)
        {
            existing.AddRange((await bench.FixableAsync()).Select(diagnostic => (bench, diagnostic)));
        }

        var order = existing.ToArray();
        new Random(seed).Shuffle(order);
        await Parallel.ForEachAsync(order.TakeWhile(_ => clock.Elapsed < time / 2), async (item, _) =>
        {
            await FoundAsync(item.Bench, item.Diagnostic, report);
            Show(Interlocked.Increment(ref found), "findings");
        });

        await Parallel.ForEachAsync(Enumerable.Range(1, count).TakeWhile(_ => clock.Elapsed < time), async (number, _) =>
        {
            await MutateAsync(number, report);
            Show(Interlocked.Increment(ref mutated), "mutations");
        });

        void Show(int number, string what)
        {
            lock (benches)
            {
                progress.Show($"{number} {what}");
            }
        }
    }

    /// <summary>One mutation.</summary>
    public async Task MutateAsync(int number, Action<Breakage> report)
    {
        var mutation = mutator.Create(number);
        var bench = benches.Single(bench => bench.CodeBase == mutation.CodeBase);
        var (solution, documents) = bench.With(mutation.Mutant);
        var trial = new FixTrial(bench, solution, documents, $"mutation {number} of seed {seed}, {mutation.CodeBase.Name}\n{mutation.Mutant.Text}");
        await trial.RunAsync(diagnostic => mutation.Mutant.Inserted.Any(part => part.Tree.FilePath == diagnostic.Location.SourceTree!.FilePath && part.Span.IntersectsWith(diagnostic.Location.SourceSpan)));
        Add(trial, report);
    }

    private async Task FoundAsync(Workbench bench, Diagnostic diagnostic, Action<Breakage> report)
    {
        var document = bench.Solution.GetDocument(diagnostic.Location.SourceTree)!;
        var trial = new FixTrial(bench, bench.Solution, [document.Id], $"{bench.CodeBase.Name}, {Reported.Place(diagnostic.Location)}");
        await trial.RunAsync(found => found.Id == diagnostic.Id && found.Location.SourceSpan == diagnostic.Location.SourceSpan && found.Location.SourceTree!.FilePath == diagnostic.Location.SourceTree!.FilePath);
        Add(trial, report);
    }

    private void Add(FixTrial trial, Action<Breakage> report)
    {
        Interlocked.Add(ref applied, trial.Applied);
        foreach (var breakage in trial.Breakages)
        {
            breakages.Add(breakage);
            lock (breakages)
            {
                report(breakage);
            }
        }
    }
}
