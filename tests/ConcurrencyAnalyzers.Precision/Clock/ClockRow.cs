using System.Globalization;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>One line of the record: a method, what it takes, and what the engine makes of it.</summary>
/// <param name="Callable">The method.</param>
/// <param name="Timing">What became of timing it.</param>
/// <param name="Microseconds">Processor time of one call; 0 where there is none.</param>
/// <param name="Spread">The middle half of the repetitions lies within this part of the median.</param>
/// <param name="Attempt">Which values it was given: the first, or what was tried after they made it throw.</param>
/// <param name="Part">Whether the model was tuned on it.</param>
/// <param name="Band">What the engine says of it; empty until it was asked.</param>
/// <param name="Evidence">Why.</param>
internal sealed record ClockRow(Callable Callable, Timing Timing, double Microseconds, double Spread, int Attempt, SamplePart Part, string Band = "", string Evidence = "")
{
    public const string Header = "codebase\tmethod\tplace\tstratum\tpart\ttiming\tmicroseconds\tspread\tattempt\tband\tevidence";

    public bool IsTimed => Timing is Timing.Measured or Timing.Slow;

    public static ClockRow Parse(string line)
    {
        var cells = line.Split('\t');
        return new(
            new(cells[0], cells[1], cells[2], Enum.Parse<Stratum>(cells[3])), Enum.Parse<Timing>(cells[5]), double.Parse(cells[6], CultureInfo.InvariantCulture),
            double.Parse(cells[7], CultureInfo.InvariantCulture), int.Parse(cells[8], CultureInfo.InvariantCulture), SampleParts.Parse(cells[4]), cells[9], cells[10]);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Callable}\t{Part.Name()}\t{Timing}\t{(Microseconds < 10 ? Math.Round(Microseconds, 4) : Math.Round(Microseconds, 1))}\t{Math.Round(Spread, 2)}\t{Attempt}\t{Band}\t{Evidence}");
}
