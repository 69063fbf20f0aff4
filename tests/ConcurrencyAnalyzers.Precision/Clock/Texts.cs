using System.Text;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>Text as it may be met, always the same.</summary>
internal static class Texts
{
    public const int Length = 65_536;

    private const int Vocabulary = 400;
    private const int LineLength = 80;

    private static readonly string[] Syllables = ["la", "re", "mi", "so", "te", "ka", "no", "du", "pi", "ver", "ton", "sel", "gra", "men", "is", "or", "an", "el"];
    private static readonly string[] Words = [.. Enumerable.Range(0, Vocabulary).Select(static number => Word(new Random(number + 1)))];

    public static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Syllables[random.Next(Syllables.Length)]));

    /// <summary>Sentences in lines.</summary>
    public static string Prose(int seed)
    {
        var random = new Random(seed);
        var (text, line) = (new StringBuilder(), 0);
        while (text.Length < Length)
        {
            var word = Words[random.Next(Vocabulary)];
            var start = text.Length;
            text.Append(word).Append(random.Next(12) switch { 0 => ". ", 1 => ", ", 2 when line > LineLength => "\n", _ => " " });
            line = text[^1] == '\n' ? 0 : line + text.Length - start;
        }

        return text.ToString(0, Length);
    }

    public static string Digits(int seed) => Of(seed, "0123456789");

    public static string Letters(int seed) => Of(seed, "abcdefghijklmnopqrstuvwxyz");

    private static string Of(int seed, string characters) => string.Create(Length, (new Random(seed), characters), static (span, from) => from.Item1.GetItems(from.characters, span));
}
