using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ConcurrencyAnalyzers.CatalogBuilder.Derivation;

/// <summary>A curated text file: a line each, columns between blanks, '#' starts a comment at the start or after a blank.</summary>
internal static class InputFile
{
    /// <summary>The lines that say something, with their numbers and the heading ("## ...") they stand under.</summary>
    public static IEnumerable<InputLine> Read(string path)
    {
        var heading = "";
        var number = 0;
        foreach (var raw in File.ReadLines(path))
        {
            number++;
            if (raw.StartsWith("## ", StringComparison.Ordinal))
            {
                heading = raw[3..].Trim();
            }

            var text = WithoutComment(raw);
            if (text.Length > 0)
            {
                yield return new InputLine(path, number, heading, [.. text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)]);
            }
        }
    }

    private static string WithoutComment(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '#' && (i == 0 || char.IsWhiteSpace(line[i - 1])))
            {
                return line[..i].Trim();
            }
        }

        return line.Trim();
    }
}

/// <summary>A line of a curated file.</summary>
internal sealed record InputLine(string Path, int Number, string Heading, IReadOnlyList<string> Columns)
{
    public string? Column(int index) => index < Columns.Count && Columns[index] != "-" ? Columns[index] : null;

    /// <exception cref="InputException">There are fewer columns.</exception>
    public string Required(int index, string what) => index < Columns.Count ? Columns[index] : throw Error($"{what} is missing");

    public InputException Error(string reason) => new($"{System.IO.Path.GetFileName(Path)}, line {Number}: {reason}. The line says: {string.Join(' ', Columns)}");
}

/// <summary>A curated file says something that cannot be used; the message names file, line and reason.</summary>
internal sealed class InputException(string message) : Exception(message);
