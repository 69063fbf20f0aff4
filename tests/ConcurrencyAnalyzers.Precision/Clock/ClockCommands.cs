using System.Globalization;
using ConcurrencyAnalyzers.Benchmarks;
using ConcurrencyAnalyzers.Benchmarks.Engine;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>Draws methods of public code, times them, and compares that with what the engine says of them.</summary>
internal static class ClockCommands
{
    public const string Data = "clock.tsv";

    private const int OfEach = 40;

    /// <summary>Writes the methods that are to be timed.</summary>
    public static int DrawMethods(Options options)
    {
        var callables = new List<Callable>();
        foreach (var path in CodeBases.Paths(options))
        {
            var corpus = CodeBases.Read(path);
            var found = new Callables(corpus.Name, Folder(path), corpus.Compilation).Find(CancellationToken.None);
            var looping = found.Count(static callable => callable.Stratum == Stratum.Looping);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{corpus.Name}: {looping} methods loop, {found.Count - looping} do not"));
            callables.AddRange(found);
        }

        var drawn = Draw.Of(callables, options.Number("--seed") ?? 1, options.Number("--count") ?? OfEach);
        File.WriteAllLines(Needed(options, "--out"), drawn.Select(static callable => callable.ToString()).Prepend(Callable.Header));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{drawn.Count} methods drawn"));
        return 0;
    }

    /// <summary>Times what was drawn, one code base after another; what is in the file already stays as it is, with the part that it is of.</summary>
    public static async Task<int> MeasureAsync(Options options)
    {
        var drawn = File.ReadLines(Needed(options, "--drawn")).Skip(1).Select(Callable.Parse).ToList();
        var file = Needed(options, "--out");
        var rows = Read(file);
        var known = rows.Select(static row => row.Callable).ToHashSet();
        var part = SampleParts.Parse(options.Text("--part") ?? SamplePart.Tuning.Name());
        foreach (var path in CodeBases.Paths(options))
        {
            var wanted = drawn.Where(callable => callable.CodeBase == Path.GetFileNameWithoutExtension(path) && !known.Contains(callable)).ToList();
            if (wanted.Count == 0)
            {
                continue;
            }

            rows.AddRange(await new TimeRun(CodeBases.Read(path), part).RunAsync(wanted, static row => Console.WriteLine(row)));
            Write(file, rows);
        }

        return 0;
    }

    /// <summary>Asks the engine of the methods that were timed, and compares.</summary>
    public static int Score(Options options)
    {
        SamplePart? part = options.Text("--part") is "both" ? null : SampleParts.Parse(options.Text("--part") ?? SamplePart.Tuning.Name());
        var file = options.Text("--data") ?? Page.OfRepository.Data(Data);
        var rows = Read(file);
        foreach (var path in CodeBases.Paths(options))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (!rows.Any(row => IsAsked(row, name, part)))
            {
                continue;
            }

            var asked = new Bands(CodeBases.Read(path)).Of(rows.Where(row => IsAsked(row, name, part)).ToList()).ToDictionary(static row => row.Callable);
            rows = [.. rows.Select(row => asked.GetValueOrDefault(row.Callable, row))];
        }

        var tables = new ClockTables([.. rows.Where(row => part is null || row.Part == part)]);
        foreach (var table in new[] { tables.Drawn(), tables.CpuBound(), tables.BySize(), tables.Tiny(), tables.Matrix(), tables.Errors() })
        {
            Console.WriteLine(table);
            Console.WriteLine();
        }

        if (options.Text("--out") is { } wrong)
        {
            Write(wrong, rows.Where(row => row.IsTimed && (part is null || row.Part == part) && ClockTables.IsHeavy(row) != ClockTables.IsCalledHeavy(row)));
        }

        if (options.Has("--record"))
        {
            Write(Page.OfRepository.Data(Data), rows);
            Page.OfRepository.Update();
        }

        return 0;
    }

    private static bool IsAsked(ClockRow row, string codeBase, SamplePart? part) => row.IsTimed && row.Callable.CodeBase == codeBase && (part is null || row.Part == part);

    private static List<ClockRow> Read(string file) => File.Exists(file) ? [.. File.ReadLines(file).Skip(1).Select(ClockRow.Parse)] : [];

    private static void Write(string file, IEnumerable<ClockRow> rows)
    {
        var ordered = rows.OrderBy(static row => row.Callable.CodeBase, StringComparer.Ordinal).ThenBy(static row => row.Callable.Key, StringComparer.Ordinal);
        File.WriteAllLines(file, ordered.Select(static row => row.ToString()).Prepend(ClockRow.Header));
    }

    private static string Folder(string path) =>
        Directory.Exists(path) ? Path.GetFullPath(path) : RecordedArguments.Folder(path);

    private static string Needed(Options options, string name) => options.Text(name) ?? throw new UsageException($"This needs {name}.");
}
