using System.Diagnostics;
using System.Globalization;
using ConcurrencyAnalyzers.GroundTruth.Identification;
using ConcurrencyAnalyzers.GroundTruth.Observing;

namespace ConcurrencyAnalyzers.GroundTruth;

internal static class Program
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int WrongUsage = 2;

    private const string NoStrace = "There is no strace on the path, so system calls cannot be seen. Install it (Debian: apt-get install strace).";

    private const string Usage = """
        What public APIs of .NET do to the thread that calls them, seen from outside.

          observe --out FILE [--only TEXT] [--without-system-calls]
                               calls every API and writes what was seen
                               --only: the cases whose ID or receiver contains TEXT
                               --without-system-calls: where there is no strace, times and switches alone, without classes
          compare --with FILE [--only TEXT]
                               observes again and reports each case whose observed class is not that of the file
          ids [--write]        checks that each case calls the API that its ID names
                               --write: puts IDs in the place of names such as "?ReadAllText" or "?File.Open"

        System calls are seen by strace, on Linux. Without it the program says so and ends with 0.
        Exit code: 0 done, 1 failed (a case threw, a class changed, an ID is wrong), 2 wrong usage.
        """;

    public static int Main(string[] args)
    {
        try
        {
            switch (args)
            {
                case ["observe" or "compare", ..] when !OperatingSystem.IsLinux():
                    Console.WriteLine("Observing needs Linux, where strace sees system calls. Nothing was observed.");
                    return Success;
                case ["observe", .. var rest]:
                    var observing = Options(rest, "--out", "--only", "--without-system-calls");
                    return Observe(Required(observing, "--out"), observing.GetValueOrDefault("--only", ""), observing.ContainsKey("--without-system-calls"));
                case ["compare", .. var rest]:
                    var comparing = Options(rest, "--with", "--only");
                    return Compare(Required(comparing, "--with"), comparing.GetValueOrDefault("--only", ""));
                case ["ids"]:
                    return Identify(write: false);
                case ["ids", "--write"]:
                    return Identify(write: true);
                case ["pass", "times", var only, var file]:
                    Pass.Times(only, file);
                    return Success;
                case ["pass", "marks", var only]:
                    Pass.Marks(only);
                    return Success;
                case ["--help" or "-h" or "help"]:
                    Console.WriteLine(Usage);
                    return Success;
                default:
                    throw new UsageException(args.Length == 0 ? "What is to be done?" : $"'{string.Join(' ', args)}' is not understood.");
            }
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine(e.Message);
            Console.Error.WriteLine();
            Console.Error.WriteLine(Usage);
            return WrongUsage;
        }
        catch (AggregateException e)
        {
            foreach (var inner in e.InnerExceptions)
                Console.Error.WriteLine(inner);
            return Failure;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return Failure;
        }
    }

    private static int Observe(string file, string only, bool withoutSystemCalls)
    {
        if (Observer.Strace is null)
        {
            Console.WriteLine(NoStrace);
            if (!withoutSystemCalls)
            {
                Console.WriteLine("Nothing was observed. With --without-system-calls times and switches are written, without classes.");
                return Success;
            }
        }

        var watch = Stopwatch.StartNew();
        var observations = Observer.Observe(only, withoutSystemCalls ? null : Observer.Strace);
        File.WriteAllLines(file, [Observation.Header, .. observations.Select(static o => o.ToLine())]);
        Say($"{observations.Count} cases, {observations.Select(static o => o.Id).Distinct().Count()} APIs, {watch.Elapsed.TotalSeconds:0} s: {file}");
        if (withoutSystemCalls)
            return Success;

        foreach (var label in observations.GroupBy(static o => o.Label).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            var agree = label.Count(static o => o.Agrees);
            var interval = Interval.Wilson(agree, label.Count());
            Say($"  {label.Key,-11} {agree,3} of {label.Count(),3} observed as labelled, 95 % interval {interval.Low:0.00} to {interval.High:0.00}");
        }

        foreach (var o in observations.Where(static o => !o.Agrees))
            Say($"  {o.Label} observed as {o.Observed}: {o.Key}: {(o.Remarks.Length > 0 ? o.Remarks : "no cause in Remarks.cs yet")}");
        foreach (var o in observations.Where(static o => o.Agrees && o.Remarks.Length > 0))
            Say($"  Remarks.cs gives a cause for what agrees: {o.Key}");
        return Success;
    }

    private static int Compare(string file, string only)
    {
        var before = Observation.Read(file)
            .Where(o => o.Key.Contains(only, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(static o => (o.Id, o.Receiver));
        if (Observer.Strace is null)
        {
            Console.WriteLine(NoStrace);
            Console.WriteLine("Nothing was compared.");
            return Success;
        }

        var watch = Stopwatch.StartNew();
        var changes = 0;
        foreach (var o in Observer.Observe(only, Observer.Strace))
        {
            if (!before.Remove((o.Id, o.Receiver), out var old))
            {
                changes++;
                Say($"{o.Key}: {o.Observed}, not in {file}");
            }
            else if (old.Observed != o.Observed)
            {
                changes++;
                Say($"{o.Key}: {old.Observed} became {o.Observed}");
                Say($"  was {old.ToLine()}");
                Say($"  is  {o.ToLine()}");
            }
        }

        foreach (var gone in before.Values)
        {
            changes++;
            Say($"{gone.Key}: in {file}, but no longer a case");
        }

        Say($"{changes} changed, {watch.Elapsed.TotalSeconds:0} s");
        return changes == 0 ? Success : Failure;
    }

    private static int Identify(bool write)
    {
        var sources = CaseSources.Check();
        foreach (var problem in sources.Problems)
            Console.WriteLine(problem);
        if (write)
            Say($"{sources.Write()} IDs written");
        Say($"{sources.Cases} cases, {sources.Problems.Count} without the ID of what they call");
        return sources.Problems.Count == 0 ? Success : Failure;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static Dictionary<string, string> Options(string[] args, params string[] known)
    {
        var options = new Dictionary<string, string>();
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i];
            if (!known.Contains(name))
                throw new UsageException($"'{name}' is not an option here. There are {string.Join(", ", known)}.");

            if (name == "--without-system-calls")
                options[name] = "";
            else if (i + 1 < args.Length)
                options[name] = args[++i];
            else
                throw new UsageException($"'{name}' needs a value.");
        }

        return options;
    }

    private static string Required(Dictionary<string, string> options, string name) =>
        options.GetValueOrDefault(name) ?? throw new UsageException($"'{name} FILE' is missing.");
}
