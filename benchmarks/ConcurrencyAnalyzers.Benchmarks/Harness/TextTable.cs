using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ConcurrencyAnalyzers.Benchmarks.Harness;

/// <summary>Columns as wide as their widest cell; the first to the left, the others to the right.</summary>
internal sealed class TextTable(params string[] header)
{
    private readonly List<string[]> rows = [header];

    public void Add(params string[] cells) => rows.Add(cells);

    public void Write(TextWriter writer)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            writer.WriteLine("  " + string.Join("   ", cells).TrimEnd());
        }
    }
}
