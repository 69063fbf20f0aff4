using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>A method of public code that may be timed.</summary>
/// <param name="CodeBase">Where it is from.</param>
/// <param name="Key">Its documentation id, which names it among all of the code base.</param>
/// <param name="Place">File and line, from the root of the repository.</param>
/// <param name="Stratum">What it was drawn as.</param>
internal sealed partial record Callable(string CodeBase, string Key, string Place, Stratum Stratum)
{
    public const string Header = "codebase\tmethod\tplace\tstratum";

    /// <summary>One of its parameters is text, bytes, a stream, an array, a sequence or a number: then its size was chosen. What an object of the code base holds is its own.</summary>
    public bool HasSizedParameter => Key.IndexOf('(', StringComparison.Ordinal) is var open and >= 0 && Sized().IsMatch(Key[open..]);

    public static Callable Parse(string line) => line.Split('\t') is [var codeBase, var key, var place, var stratum]
        ? new(codeBase, key, place, Enum.Parse<Stratum>(stratum))
        : throw new InvalidOperationException($"Not a method: '{line}'.");

    public override string ToString() => string.Join('\t', CodeBase, Key, Place, Stratum);

    [GeneratedRegex(@"System\.String|\[|Span\{|System\.Collections|System\.IO\.|System\.U?Int(32|64)", RegexOptions.CultureInvariant)]
    private static partial Regex Sized();
}
