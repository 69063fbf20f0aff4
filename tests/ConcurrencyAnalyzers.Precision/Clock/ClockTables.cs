using System.Globalization;
using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>What the engine says a method costs, beside what it was measured to cost.</summary>
internal sealed class ClockTables(IReadOnlyCollection<ClockRow> all)
{
    private const double HeavyFrom = Cost.CpuBoundFrom / 1000;
    private const double TinyBelow = Cost.TinyBelow / 1000;
    private const double Near = 2;
    private static readonly double[] Classes = [0, 0.1, 1, 10, 50, 100, 200, 1000, 10_000, double.PositiveInfinity];

    public int Timed { get; } = all.Count(static row => row.IsTimed);

    public static bool IsHeavy(ClockRow row) => row.Microseconds >= HeavyFrom;

    public static bool IsNear(ClockRow row) => row.Microseconds >= HeavyFrom / Near && row.Microseconds < HeavyFrom * Near;

    /// <summary>Both bands say that it computes for long; what else it does is another question.</summary>
    public static bool IsCalledHeavy(ClockRow row) => row.Band is nameof(CostBand.CpuBound) or nameof(CostBand.Mixed);

    public string Drawn()
    {
        var table = new MarkdownTable("what became of it", "looping", "plain", "together");
        foreach (var timing in Enum.GetValues<Timing>())
        {
            var rows = all.Where(row => row.Timing == timing).ToList();
            table.Add(Name(timing), Count(rows, Stratum.Looping), Count(rows, Stratum.Plain), rows.Count.ToString(CultureInfo.InvariantCulture));
        }

        table.Add("drawn", Count(all, Stratum.Looping), Count(all, Stratum.Plain), all.Count.ToString(CultureInfo.InvariantCulture));
        return table.ToString();

        static string Count(IEnumerable<ClockRow> rows, Stratum stratum) => rows.Count(row => row.Callable.Stratum == stratum).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>How right "CPU-bound" is, on each part.</summary>
    public string CpuBound()
    {
        var table = new MarkdownTable("methods", "part", "timed", "100 µs or more", "called CPU-bound", "precision (95 % interval)", "recall (95 % interval)");
        foreach (var part in Enum.GetValues<SamplePart>())
        {
            var rows = Of(part);
            Add(table, "further than a factor of two from 100 µs", part, [.. rows.Where(static row => !IsNear(row))], IsHeavy, IsCalledHeavy);
            Add(table, "50 to 200 µs", part, [.. rows.Where(IsNear)], IsHeavy, IsCalledHeavy);
            Add(table, "all", part, rows, IsHeavy, IsCalledHeavy);
        }

        return table.ToString();
    }

    /// <summary>The same, by whether a size was chosen for what the method is given.</summary>
    public string BySize()
    {
        var table = new MarkdownTable("methods", "part", "timed", "100 µs or more", "called CPU-bound", "precision (95 % interval)", "recall (95 % interval)");
        foreach (var part in Enum.GetValues<SamplePart>())
        {
            var rows = Of(part).Where(static row => !IsNear(row)).ToList();
            Add(table, "given a text, array, sequence, stream or number", part, [.. rows.Where(static row => row.Callable.HasSizedParameter)], IsHeavy, IsCalledHeavy);
            Add(table, "given only objects of its code base, or nothing", part, [.. rows.Where(static row => !row.Callable.HasSizedParameter)], IsHeavy, IsCalledHeavy);
        }

        return table.ToString();
    }

    /// <summary>The same for "tiny", with 100 ns.</summary>
    public string Tiny()
    {
        var table = new MarkdownTable("methods", "part", "timed", "under 100 ns", "called tiny", "precision (95 % interval)", "recall (95 % interval)");
        foreach (var part in Enum.GetValues<SamplePart>())
        {
            Add(table, "all", part, Of(part), static row => row.Microseconds < TinyBelow, static row => row.Band == nameof(CostBand.Tiny));
        }

        return table.ToString();
    }

    /// <summary>Bands and measured times against one another.</summary>
    public string Matrix()
    {
        var bands = Enum.GetNames<CostBand>();
        var table = new MarkdownTable(["measured", "part", .. bands]);
        foreach (var part in Enum.GetValues<SamplePart>())
        {
            var rows = Of(part);
            for (var i = 0; i + 1 < Classes.Length && rows.Count > 0; i++)
            {
                var within = rows.Where(row => row.Microseconds >= Classes[i] && row.Microseconds < Classes[i + 1]).ToList();
                table.Add([Range(Classes[i], Classes[i + 1]), part.Name(), .. bands.Select(band => within.Count(row => row.Band == band).ToString(CultureInfo.InvariantCulture))]);
            }
        }

        return table.ToString();
    }

    /// <summary>What went wrong, by what was said and what was measured.</summary>
    public string Errors()
    {
        var table = new MarkdownTable("kind of error", "tuning", "held-out");
        foreach (var (kind, isOne) in Kinds())
        {
            table.Add(kind, Of(SamplePart.Tuning).Count(isOne).ToString(CultureInfo.InvariantCulture), Of(SamplePart.HeldOut).Count(isOne).ToString(CultureInfo.InvariantCulture));
        }

        return table.ToString();
    }

    public string ByKind(Func<string, string> kindOf)
    {
        var table = new MarkdownTable("code", "timed", "100 µs or more", "called CPU-bound", "precision (95 % interval)", "recall (95 % interval)");
        foreach (var kind in Of(SamplePart.HeldOut).GroupBy(row => kindOf(row.Callable.CodeBase)).OrderBy(static kind => kind.Key, StringComparer.Ordinal))
        {
            var (right, heavy, called) = (kind.Count(static row => IsHeavy(row) && IsCalledHeavy(row)), kind.Count(IsHeavy), kind.Count(IsCalledHeavy));
            table.Add(kind.Key, Number(kind.Count()), Number(heavy), Number(called), Share.Of(right, called), Share.Of(right, heavy));
        }

        return table.ToString();
    }

    private static IEnumerable<(string Kind, Func<ClockRow, bool> IsOne)> Kinds()
    {
        yield return ("called CPU-bound, measured 50 to 100 µs", static row => IsCalledHeavy(row) && !IsHeavy(row) && IsNear(row));
        yield return ("called CPU-bound, measured 1 to 50 µs", static row => IsCalledHeavy(row) && row.Microseconds is >= 1 and < HeavyFrom / Near);
        yield return ("called CPU-bound, measured under 1 µs", static row => IsCalledHeavy(row) && row.Microseconds < 1);
        foreach (var band in new[] { CostBand.Unknown, CostBand.Between, CostBand.Tiny })
        {
            yield return ($"100 to 200 µs, called {Word(band)}", row => row.Band == band.ToString() && IsHeavy(row) && IsNear(row));
            yield return ($"200 µs or more, called {Word(band)}", row => row.Band == band.ToString() && IsHeavy(row) && !IsNear(row));
        }
    }

    private static string Word(CostBand band) => band switch
    {
        CostBand.Unknown => "unknown",
        CostBand.Between => "in between",
        _ => "tiny",
    };

    private static string Name(Timing timing) => timing switch
    {
        Timing.Measured => "timed",
        Timing.Slow => "timed, above two seconds",
        Timing.Throws => "throws whatever it is given",
        Timing.NoInputs => "its inputs cannot be made",
        Timing.Waits => "waits for something",
        _ => "ends the process",
    };

    private static string Range(double from, double to) =>
        from == 0 ? $"under {Time(to)}" : double.IsInfinity(to) ? $"{Time(from)} or more" : $"{Time(from)} to {Time(to)}";

    private static string Time(double microseconds) =>
        microseconds < 1 ? string.Create(CultureInfo.InvariantCulture, $"{microseconds * 1000:0} ns")
        : microseconds < 1000 ? string.Create(CultureInfo.InvariantCulture, $"{microseconds:0} µs")
        : string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1000:0} ms");

    private static void Add(MarkdownTable table, string what, SamplePart part, IReadOnlyCollection<ClockRow> rows, Func<ClockRow, bool> isSo, Func<ClockRow, bool> isCalledSo)
    {
        var (right, so, called) = (rows.Count(row => isSo(row) && isCalledSo(row)), rows.Count(isSo), rows.Count(isCalledSo));
        table.Add(what, part.Name(), Number(rows.Count), Number(so), Number(called), Share.Of(right, called), Share.Of(right, so));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private List<ClockRow> Of(SamplePart part) => [.. all.Where(row => row is { IsTimed: true, Band: not "" } && row.Part == part)];
}
