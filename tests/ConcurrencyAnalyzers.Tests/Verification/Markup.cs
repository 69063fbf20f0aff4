using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>A place in a text; the name is an id, empty, or a number after a hash.</summary>
internal sealed record MarkedSpan(string Name, TextSpan Span, bool StartOnly = false)
{
    public int? Key => Name is ['#', .. var number] ? int.Parse(number, CultureInfo.InvariantCulture) : null;
}

/// <summary>A text without its markup: <c>$$</c>, <c>[|..|]</c>, <c>{|ID:..|}</c> and <c>{|#0:..|}</c>, which may nest.</summary>
internal sealed partial record Markup(string Text, ImmutableArray<MarkedSpan> Spans)
{
    // Dollars that open a raw string mark nothing.
    [GeneratedRegex("""(?<!\$)\$\$(?!\$|"{3})|\[\||\|\]|\{\|(?<name>#\d+|\w+):|\|\}""")]
    private static partial Regex Token { get; }

    public static Markup Parse(string marked, string path)
    {
        var text = new StringBuilder();
        var spans = ImmutableArray.CreateBuilder<MarkedSpan>();
        var open = new Stack<(string Name, int Start, Match Token)>();
        var copied = 0;
        foreach (Match token in Token.Matches(marked))
        {
            text.Append(marked, copied, token.Index - copied);
            copied = token.Index + token.Length;
            if (token.Value is "$$")
                spans.Add(new("", new TextSpan(text.Length, 0), StartOnly: true));
            else if (token.Value is not ("|]" or "|}"))
                open.Push((token.Groups["name"].Value, text.Length, token));
            else if (open.TryPop(out var last) && last.Name.Length == 0 == token.Value is "|]")
                spans.Add(new(last.Name, TextSpan.FromBounds(last.Start, text.Length)));
            else
                throw Refusal($"{token.Value} closes nothing", token);
        }

        return open.TryPop(out var unclosed)
            ? throw Refusal($"{unclosed.Token.Value} is never closed", unclosed.Token)
            : new(text.Append(marked, copied, marked.Length - copied).ToString(), spans.ToImmutable());

        VerificationException Refusal(string what, Match token) =>
            new($"Broken markup: {what} ({path}, line {marked.AsSpan(0, token.Index).Count('\n') + 1}).{Environment.NewLine}{marked}");
    }

    /// <summary>The inverse of <see cref="Parse"/>.</summary>
    public override string ToString()
    {
        var tokens = new List<(int Position, int Rank, int Order, int Tie, string Token)>();
        for (var i = 0; i < Spans.Length; i++)
        {
            var (name, span, startOnly) = Spans[i];
            var (opening, closing) = name.Length == 0 ? ("[|", "|]") : ($"{{|{name}:", "|}");
            if (span.IsEmpty)
            {
                tokens.Add((span.Start, 1, 0, i, startOnly && name.Length == 0 ? "$$" : opening + closing));
                continue;
            }

            // Parsing lists the inner one of two equal spans first.
            tokens.Add((span.Start, 2, -span.End, -i, opening));
            tokens.Add((span.End, 0, -span.Start, i, closing));
        }

        var marked = new StringBuilder();
        var copied = 0;
        foreach (var (position, _, _, _, token) in tokens.Order())
        {
            marked.Append(Text, copied, position - copied).Append(token);
            copied = position;
        }

        return marked.Append(Text, copied, Text.Length - copied).ToString();
    }
}
