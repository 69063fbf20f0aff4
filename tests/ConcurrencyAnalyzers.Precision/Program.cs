using System.Globalization;
using ConcurrencyAnalyzers.Benchmarks;
using ConcurrencyAnalyzers.Precision.Mutations;
using ConcurrencyAnalyzers.Precision.Recalls;

namespace ConcurrencyAnalyzers.Precision;

internal static class Program
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int WrongUsage = 2;

    private const string Usage = """
        How right the rules are on public code, how much they find there, and whether their fixes hold.

          recall --corpus PATH... [--seed N] [--count M] [--only N] [--out FILE] [--missed FILE]
                 inserts known mismatches into the code, one at a time, and counts which are found
                 --count: how many (1000); --only: this one, with its code; --out: a line for each; --missed: the code of those that went wrong

        PATH is an .rsp file of recorded compiler arguments, a folder of them, or a folder of C# sources.
        Exit code: 0 done, 1 failed, 2 wrong usage.
        """;

    public static async Task<int> Main(string[] args)
    {
        try
        {
            return args switch
            {
                ["recall", .. var rest] => await RecallAsync(Options.Parse(rest, ["--seed", "--count", "--only", "--out", "--missed"], [], list: "--corpus")),
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

    private static async Task<int> RecallAsync(Options options)
    {
        var codeBases = CodeBases.Load(options).Select(static corpus => new CodeBase(corpus)).ToList();
        var run = new RecallRun(codeBases, options.Number("--seed") ?? 1);
        if (options.Number("--only") is { } only)
        {
            var alone = await run.RunAsync([only], static trial => Console.WriteLine(Describe(trial)));
            Console.WriteLine(alone[0]);
            return Success;
        }

        using var missed = options.Text("--missed") is { } file ? new StreamWriter(file) : null;
        var rows = await run.RunAsync(Enumerable.Range(1, options.Number("--count") ?? 1000), trial =>
        {
            if (trial.Outcome is not Outcome.Right and not Outcome.NotImplemented || trial.IsRepeated)
            {
                missed?.WriteLine(Describe(trial));
            }
        });
        if (options.Text("--out") is { } path)
        {
            await File.WriteAllLinesAsync(path, rows.Select(static row => row.ToString()).Prepend(RecallRow.Header));
        }

        var tables = new RecallTables(rows);
        foreach (var table in new[] { tables.Summary(), tables.ByDepth(), tables.ByConstruct(), tables.ByWorkload(), tables.ByCarrier(), tables.ByCodeBase(static project => project), tables.NotImplemented() })
        {
            Console.WriteLine(table);
            Console.WriteLine();
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Rejected} mutations did not compile and were made anew."));
        return Success;
    }

    private static string Describe(Trial trial) => $"""
        ==== {RecallRow.Of(trial)}{(trial.IsRepeated ? " (reported twice)" : "")}
        {trial.Mutation.Mutant.Text}
        {string.Join('\n', trial.News.Select(static diagnostic => $"-> {diagnostic}"))}

        """;

    private static int Help()
    {
        Console.WriteLine(Usage);
        return Success;
    }
}
