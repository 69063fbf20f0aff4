using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>Text into bytes, into other text and into pieces.</summary>
internal static class TextFamilies
{
    // The results stay below the 85,000 bytes from which on memory is taken from another heap.
    private const int Small = 2_048;
    private const int Large = 20_480;

    public static IReadOnlyList<Family> All =>
    [
        OfBytes("base64-encode", static bytes => Convert.ToBase64String(bytes)),
        OfText("base64-decode", static size => Convert.ToBase64String(Inputs.Bytes(size / 4 * 3)), static text => Convert.FromBase64String(text)),
        OfBytes("Convert.ToHexString", static bytes => Convert.ToHexString(bytes)) with { Of = "hex" },
        OfText("hex", static size => Convert.ToHexString(Inputs.Bytes(size / 2)), static text => Convert.FromHexString(text)),
        OfText("text-encode", Inputs.Text, static text => Encoding.UTF8.GetBytes(text)),
        Family.Linear("text-decode", "byte", Small, Large, static size =>
        {
            var bytes = Inputs.TextBytes(size);
            return () => Encoding.UTF8.GetString(bytes);
        }),
        Family.Linear("Encoding.GetChars", "byte", Small, Large, static size =>
        {
            var bytes = Inputs.TextBytes(size);
            return () => Encoding.UTF8.GetChars(bytes);
        })
        with { Of = "text-decode" },
        OfText("string-replace", Inputs.Text, static text => text.Replace("order", "purchase")),
        OfText("string-split", Inputs.Text, static text => text.Split(' ')),
        Family.Linear("string-join", "element", 500, 5_000, static size =>
        {
            var words = Inputs.Numbers(size).Select(static number => number.ToString("x8", null)).ToArray();
            return () => string.Join(',', words);
        }),
    ];

    private static Family OfBytes(string name, Action<byte[]> run) => Family.Linear(name, "byte", Small, Large, size =>
    {
        var bytes = Inputs.Bytes(size);
        return () => run(bytes);
    });

    private static Family OfText(string name, Func<int, string> input, Action<string> run) => Family.Linear(name, "char", Small, Large, size =>
    {
        var text = input(size);
        return () => run(text);
    });
}
