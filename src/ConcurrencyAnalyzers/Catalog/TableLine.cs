using System;
using System.Globalization;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Catalog;

/// <summary>A user's line that belongs to <c>Hosts.txt</c> or <c>Delegates.txt</c>.</summary>
/// <param name="Row">The columns as in that file.</param>
/// <param name="IsHost">It belongs to <c>Hosts.txt</c>.</param>
/// <param name="IsOptional">What it names need not exist.</param>
/// <param name="Span">Where it stands in its file.</param>
internal readonly record struct TableLine(string[] Row, bool IsHost, bool IsOptional, TextSpan Span)
{
    private const string Optional = "optional";

    /// <summary>The documentation ID, or the name of an assembly.</summary>
    public string What => Row[IsHost ? 1 : 0];

    /// <summary>No two lines of a file say the same.</summary>
    public string Key => $"{(IsHost ? "host" : "delegate")} {Row[0]} {Row[1]}";

    /// <summary>Whether a line starts with the word of one of the tables.</summary>
    public static bool IsOne(string line) => StartsWith(line, "host") || StartsWith(line, "delegate");

    /// <summary>Reads a line that is one; the reason is there exactly when the columns are not.</summary>
    public static (TableLine? Line, string? Reason) Read(string line, TextSpan span)
    {
        var columns = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var isOptional = columns[columns.Length - 1] == Optional;
        var row = new string[columns.Length - (isOptional ? 2 : 1)];
        Array.Copy(columns, 1, row, 0, row.Length);
        var isHost = columns[0] == "host";
        return (isHost ? WhyNoHost(row) : WhyNoDelegate(row)) is { } reason ? (null, reason) : (new TableLine(row, isHost, isOptional, span), null);
    }

    private static string? WhyNoHost(string[] row) => row switch
    {
        { Length: < 3 or > 4 } => "a line for a host has these columns: 'host', kind, what, host, members",
        [var kind, ..] when HostTable.KindOf(kind) is null => $"'{kind}' is no kind: attribute, type-attribute, class, base, action, message, handler, parameter, assembly",
        ["assembly", _, "test" or "benchmark" or "ui" or "web" or "legacy-web" or "none", ..] => null,
        ["assembly", _, var word, ..] => $"'{word}' says nothing of a project: test, benchmark, ui, web, legacy-web, none",
        [_, var what, ..] when what.Length < 3 || !what.StartsWith("T:", StringComparison.Ordinal) => "the third column is the documentation ID of a type, which starts with 'T:'",
        [_, _, var word, ..] when word != "none" && HostTable.HostOf(word) is null => $"'{word}' is no host: request, ui, turn, thread, entry, test, benchmark, none",
        ["message", _, _] => "a line for messages names them in its last column, separated by commas",
        _ => null,
    };

    private static string? WhyNoDelegate(string[] row) => row switch
    {
        not [_, _, _] => "a line for a delegate has four columns: 'delegate', docId, parameter, vehicle",
        [var id, ..] when id.Length < 3 || id[1] != ':' || id[0] is not ('M' or 'E') => "the second column is a documentation ID that starts with 'M:' or 'E:'",
        [_, var parameter, _] when parameter != "*" && !(int.TryParse(parameter, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) && ordinal < 32) =>
            $"'{parameter}' is no parameter: a number counted from 0, or '*' for every delegate",
        [_, _, var word] when DelegateTable.UseOf(word) is null =>
            $"'{word}' is no vehicle: inline, deferred, once, pool, thread, parallel, plinq, asyncloop, timer, continuation, ui, request, event, stored, scope",
        _ => null,
    };

    private static bool StartsWith(string line, string word) => line.StartsWith(word, StringComparison.Ordinal) && line.Length > word.Length && char.IsWhiteSpace(line[word.Length]);
}
