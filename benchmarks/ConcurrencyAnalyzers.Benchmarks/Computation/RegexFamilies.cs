using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Benchmarks.Computation;

/// <summary>Regular expressions: one for mail addresses, interpreted unless it is the compiling that is measured.</summary>
internal static class RegexFamilies
{
    private const string Pattern = @"\b[\w.]+@[\w.]+\.\w+\b";
    private const int Small = 1_000;
    private const int Large = 20_000;

    public static IReadOnlyList<Family> All =>
    [
        Family.Call("regex-construct", static () => static () => new Regex(Pattern)),

        // What is made is compiled when it is first used.
        Family.Call("regex-compile", static () => static () => new Regex(Pattern, RegexOptions.Compiled).IsMatch("nobody@example.org")),
        Linear("regex-match", Pattern, static (regex, text) => regex.Count(text)),
        Linear("Regex.Matches", Pattern, static (regex, text) => _ = regex.Matches(text).Count) with { Of = "regex-match" },
        Linear("regex-replace", @"\s+", static (regex, text) => regex.Replace(text, " ")),
        Linear("Regex.Split", @"\s+", static (regex, text) => regex.Split(text)) with { Of = "regex-replace" },
    ];

    private static Family Linear(string name, string pattern, Action<Regex, string> run) => Family.Linear(name, "char", Small, Large, size =>
    {
        var (regex, text) = (new Regex(pattern), Inputs.Text(size));
        return () => run(regex, text);
    });
}
