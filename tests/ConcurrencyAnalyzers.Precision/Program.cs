using System.Globalization;
using ConcurrencyAnalyzers.Benchmarks;
using ConcurrencyAnalyzers.Benchmarks.Harness;
using ConcurrencyAnalyzers.Precision.Clock;
using ConcurrencyAnalyzers.Precision.Findings;
using ConcurrencyAnalyzers.Precision.Fuzzing;
using ConcurrencyAnalyzers.Precision.Judging;
using ConcurrencyAnalyzers.Precision.Mutations;
using ConcurrencyAnalyzers.Precision.Recalls;

namespace ConcurrencyAnalyzers.Precision;

internal static class Program
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int WrongUsage = 2;

    private const int Mutations = 1000;
    private const int Judged = 150;
    private const int Minutes = 10;

    private const string Usage = """
        How right the rules are on public code, how much they find there, and whether their fixes hold.

          findings --corpus PATH... [--out FILE] [--record]
                 all rules at their default severities: a line of JSON for each diagnostic, with its place and chain, and how many there are for 1,000 lines
          recall --corpus PATH... [--columns blocking|cpu] [--seed N] [--count M] [--only N] [--out FILE] [--missed FILE] [--record]
                 inserts known mismatches into the code, one at a time, and counts which are found
                 --columns: what blocks and awaits, or what computes and how much is done at once (blocking);
                 --count: how many (1000); --only: this one, with its code; --out: a line for each; --missed: the code of those that went wrong
          measure --corpus PATH...
                 findings and recall; --record is implied
          fuzz --corpus PATH... [--seed N] [--minutes M] [--count N] [--only N] [--out FILE]
                 applies all fixes to what is reported of the code, and of mutated versions of it; fails where something stops compiling
                 --minutes: how long (10); --count: how many mutations at most; --only: this mutation; --out: what went wrong
          sample --corpus PATH... --out FOLDER [--seed N] [--count M]
                 draws warnings (150) and plants places that are not reported: a sheet and a form for judges, and the key, which they do not see
          score --key FILE FIRST SECOND [--record]
                 what two judges said: precision, agreement, planted places that were taken for right
          clock draw --corpus PATH... --out FILE [--seed N] [--count M]
                 draws methods that can be called, of each project as many (40)
          clock measure --corpus PATH... --drawn FILE --out FILE [--part tuning|held-out]
                 compiles the projects and times the processor for each method, in processes of its own; Linux only
          clock score --corpus PATH... [--part tuning|held-out|both] [--data FILE] [--out FILE] [--record]
                 what the engine says they cost, beside what they were measured to cost; --out: a line for each that is wrong
          page   writes the tables of docs/precision.md anew

        --record: writes the data in docs/precision and the tables of docs/precision.md.
        PATH is an .rsp file of recorded compiler arguments, a folder of them, or a folder of C# sources.
        Exit code: 0 done, 1 failed, 2 wrong usage.
        """;

    public static async Task<int> Main(string[] args)
    {
        try
        {
            return args switch
            {
                ["findings", .. var rest] => await FindAsync(Options.Parse(rest, ["--out"], ["--record"], list: "--corpus")),
                ["recall", .. var rest] => await RecallAsync(Options.Parse(rest, ["--columns", "--seed", "--count", "--only", "--out", "--missed"], ["--record"], list: "--corpus")),
                ["fuzz", .. var rest] => await FuzzAsync(Options.Parse(rest, ["--seed", "--minutes", "--count", "--only", "--out"], [], list: "--corpus")),
                ["measure", .. var rest] => await MeasureAsync(rest),
                ["sample", .. var rest] => await SampleAsync(Options.Parse(rest, ["--seed", "--count", "--out"], [], list: "--corpus")),
                ["score", .. var rest] => Score(Options.Parse(rest, ["--key"], ["--record"], takesNames: true)),
                ["clock", "draw", .. var rest] => ClockCommands.DrawMethods(Options.Parse(rest, ["--seed", "--count", "--out"], [], list: "--corpus")),
                ["clock", "measure", .. var rest] => await ClockCommands.MeasureAsync(Options.Parse(rest, ["--drawn", "--part", "--out"], [], list: "--corpus")),
                ["clock", "score", .. var rest] => ClockCommands.Score(Options.Parse(rest, ["--part", "--data", "--out"], ["--record"], list: "--corpus")),
                ["clock", "work", var assembly, var methods, var references] => Work(assembly, methods, references),
                ["page"] => UpdatePage(),
                ["--help" or "-h" or "help"] => Help(),
                [] => throw new UsageException("What is to be done?"),
                _ => throw new UsageException($"'{string.Join(' ', args)}' is not understood."),
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

    private static async Task<int> FindAsync(Options options)
    {
        var (rows, counts) = (new List<string>(), new List<FindingCount>());
        foreach (var corpus in CodeBases.Load(options))
        {
            using var progress = new ProgressLine();
            progress.Show(corpus.Name);
            var reported = await Reported.OfAsync(corpus);
            rows.AddRange(reported.Lines());
            counts.AddRange(FindingCount.Of(reported));
        }

        if (options.Text("--out") is { } path)
        {
            await File.WriteAllLinesAsync(path, rows);
        }

        var tables = new FindingTables(counts);
        Print(tables.ByRule(), tables.ByCodeBase(static project => project));
        if (options.Has("--record"))
        {
            Page.OfRepository.Record("findings.tsv", FindingCount.Header, counts.Select(static count => count.ToString()));
            Page.OfRepository.Update();
        }

        return Success;
    }

    private static async Task<int> RecallAsync(Options options)
    {
        var codeBases = CodeBases.Load(options).Select(static corpus => new CodeBase(corpus)).ToList();
        var (repertoire, data) = options.Text("--columns") switch
        {
            null or "blocking" => (Repertoire.Blocking, "recall.tsv"),
            "cpu" => (Repertoire.Computing, "recall-cpu.tsv"),
            var other => throw new UsageException($"There are no columns '{other}'."),
        };
        var run = new RecallRun(codeBases, options.Number("--seed") ?? 1, repertoire);
        if (options.Number("--only") is { } only)
        {
            await run.RunAsync([only], static trial => Console.WriteLine(Describe(trial)));
            return Success;
        }

        using var missed = options.Text("--missed") is { } file ? new StreamWriter(file) : null;
        var rows = await run.RunAsync(Enumerable.Range(1, options.Number("--count") ?? Mutations), trial =>
        {
            if (trial.Outcome is not (Outcome.Right or Outcome.NotImplemented) || trial.IsRepeated)
            {
                missed?.WriteLine(Describe(trial));
            }
        });
        if (options.Text("--out") is { } path)
        {
            await File.WriteAllLinesAsync(path, rows.Select(static row => row.ToString()).Prepend(RecallRow.Header));
        }

        var tables = new RecallTables(rows);
        Print(tables.Summary(), tables.ByDepth(), tables.ByRule(), tables.ByConstruct(), tables.ByWorkload(), tables.ByCarrier(), tables.ByCodeBase(static project => project), tables.NotImplemented());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Rejected} mutations did not compile and were made anew."));
        if (options.Has("--record"))
        {
            Page.OfRepository.Record(data, RecallRow.Header, rows.Select(static row => row.ToString()));
            Page.OfRepository.Update();
        }

        return Success;
    }

    private static async Task<int> MeasureAsync(string[] arguments)
    {
        var options = Options.Parse([.. arguments, "--record"], [], ["--record"], list: "--corpus");
        return await FindAsync(options) == Success ? await RecallAsync(options) : Failure;
    }

    private static async Task<int> FuzzAsync(Options options)
    {
        using var file = options.Text("--out") is { } path ? new StreamWriter(path) : null;
        var run = new FuzzRun([.. CodeBases.Load(options).Select(static corpus => new CodeBase(corpus))], options.Number("--seed") ?? 1);
        if (options.Number("--only") is { } only)
        {
            await run.MutateAsync(only, Report);
        }
        else
        {
            await run.RunAsync(TimeSpan.FromMinutes(options.Number("--minutes") ?? Minutes), options.Number("--count") ?? int.MaxValue, Report);
        }

        var broken = run.Breakages.Count(static breakage => !breakage.Compiles);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Found} findings and {run.Mutated} mutations, {run.Applied} fixes applied: {broken} leave code that does not compile, {run.Breakages.Count - broken} break another promise."));
        return run.Breakages.Count == 0 ? Success : Failure;

        void Report(Breakage breakage) => (file ?? Console.Out).WriteLine(breakage);
    }

    private static async Task<int> SampleAsync(Options options)
    {
        var folder = options.Text("--out") ?? throw new UsageException("'sample' needs a folder for --out.");
        var reported = new List<Reported>();
        foreach (var corpus in CodeBases.Load(options))
        {
            reported.Add(await Reported.OfAsync(corpus));
        }

        var items = Sample.Draw(reported, options.Number("--seed") ?? 1, options.Number("--count") ?? Judged);
        new Sheet(items).Write(folder);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{items.Count(static item => !item.IsPlanted)} warnings and {items.Count(static item => item.IsPlanted)} planted places: {Path.Combine(folder, "sheet.md")}"));
        return Success;
    }

    private static int Score(Options options)
    {
        if (options.Text("--key") is not { } key || options.Names is not [var first, var second])
        {
            throw new UsageException("'score' needs the key and the files of two judges.");
        }

        var judgements = Judgement.Of(File.ReadLines(key).Skip(1).Select(Key.Parse), Verdict.Read(first), Verdict.Read(second));
        var tables = new JudgementTables(judgements);
        Print(tables.Summary(), tables.ByRule());
        if (options.Has("--record"))
        {
            Page.OfRepository.Record("judgements.tsv", Judgement.Header, judgements.Select(static judgement => judgement.ToString()));
            Page.OfRepository.Update();
        }

        return Success;
    }

    private static int Work(string assembly, string methods, string references)
    {
        Worker.Run(assembly, methods, references);
        return Success;
    }

    private static int UpdatePage()
    {
        Page.OfRepository.Update();
        return Success;
    }

    private static string Describe(Trial trial) => $"""
        ==== {RecallRow.Of(trial)}{(trial.IsRepeated ? " (reported twice)" : "")}
        {trial.Mutation.Mutant.Text}
        {string.Join('\n', trial.News.Select(static diagnostic => $"-> {diagnostic}"))}

        """;

    private static void Print(params string[] tables)
    {
        foreach (var table in tables)
        {
            Console.WriteLine(table);
            Console.WriteLine();
        }
    }

    private static int Help()
    {
        Console.WriteLine(Usage);
        return Success;
    }
}
