using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>What a value is for, as far as its name says so. The conventions are those of docs/precision.md; they were fixed before anything was measured.</summary>
/// <param name="Name">The name of the parameter.</param>
/// <param name="IsItem">It is one of many, so it differs from the others.</param>
/// <param name="Depth">How many objects are made around it.</param>
/// <param name="Extent">How many elements the first sequence has that is given together with it; null when there is none.</param>
internal readonly partial record struct Place(string Name, bool IsItem, int Depth, int? Extent)
{
    /// <summary>The number of elements, where nothing else is said.</summary>
    public const int Count = 1000;

    /// <summary>The length of each side of what has two.</summary>
    public const int Side = 256;

    public Place Inside(string name) => this with { Name = name, Depth = Depth + 1, Extent = null };

    public Place Item => this with { IsItem = true, Depth = Depth + 1, Extent = null };

    /// <summary>A whole number as a method is first given it.</summary>
    public int Whole =>
        Side2().IsMatch(Name) ? Side
        : First().IsMatch(Name) ? 0
        : Last().IsMatch(Name) ? (Extent ?? Count) - 1
        : Lengths().IsMatch(Name) ? Extent ?? Count
        : Count;

    /// <summary>Names, patterns and separators are short, all other text is long.</summary>
    public bool IsShortText => Short().IsMatch(Name);

    /// <summary>Where something is written to is empty at first.</summary>
    public bool IsOutput => Output().IsMatch(Name);

    [GeneratedRegex("^(width|height|rows|cols|columns|stride|w|h|order|dimension|dimensions|rowCount|columnCount|.*Width|.*Height)$", RegexOptions.CultureInvariant)]
    private static partial Regex Side2();

    [GeneratedRegex("^(start|offset|index|idx|pos|position|from|begin|left|low|lo|l|i|j|x|y|row|column|col|first|.*Index|.*Offset|.*Pos|.*Off|start.*|from.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex First();

    [GeneratedRegex("^(end|right|high|hi|r|last|to|end.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Last();

    [GeneratedRegex("^(len|length|count|size|n|.*Len|.*Length|.*Count|.*Size|num.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Lengths();

    [GeneratedRegex(
        "(name|key|pattern|separator|delimiter|prefix|suffix|format|path|file|uri|url|culture|language|tag|id|code|title|label|algorithm|encoding"
            + "|type|extension|property|param|email|alphabet|token|symbol)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Short();

    [GeneratedRegex("(out|output|dest|destination|target|writer|result|builder|sb)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Output();
}
