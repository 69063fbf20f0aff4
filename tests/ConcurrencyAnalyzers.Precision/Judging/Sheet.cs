using System.Globalization;
using System.Text;
using ConcurrencyAnalyzers.Precision.Findings;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Precision.Judging;

/// <summary>The items as judges see them, which does not tell what was reported and what was planted; and the key, which they do not see.</summary>
internal sealed class Sheet(IReadOnlyList<Item> items)
{
    private const int Around = 14;
    private const int AroundHop = 4;

    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "sheet.md"), Text());
        File.WriteAllLines(Path.Combine(folder, "verdicts.tsv"), items.Select(static (_, index) => $"{Number(index)}\t\t").Prepend(Verdict.Header));
        File.WriteAllLines(Path.Combine(folder, "key.tsv"), items.Select(static (item, index) => Key.Of(Number(index), item).ToString()).Prepend(Key.Header));
    }

    private string Text()
    {
        var text = new StringBuilder("# Places to judge\n\nThe criteria are in `docs/precision.md`. Write `right`, `wrong` or `unsure` and a reason of at most fifteen words into your copy of `verdicts.tsv`.\n");
        for (var index = 0; index < items.Count; index++)
        {
            var item = items[index];
            text.Append(CultureInfo.InvariantCulture, $"\n## {Number(index)}. {item.Rule}: {Package.Rule(item.Rule).Title}\n\n");
            var way = item.Api.Length == 0 ? "" : $" The way: `{string.Join(" → ", item.Hops.Prepend(item.Location).Select(Name).Append(Short(item.Api)).Distinct())}`. At its end: `{item.Api}`.";
            text.Append(CultureInfo.InvariantCulture, $"In `{item.Project}`, at `{Reported.Place(item.Location)}`.{way}\n\n");
            text.Append(Excerpt(item.Location, Around));
            foreach (var hop in item.Hops)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n`{Reported.Place(hop)}`:\n\n").Append(Excerpt(hop, AroundHop));
            }
        }

        return text.ToString();
    }

    private static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    private static string Name(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);

    private static string Short(string id)
    {
        var name = id.Split('(')[0].Split(':')[^1].Split('.');
        return string.Join('.', name.TakeLast(2));
    }

    private static string Excerpt(Location location, int around)
    {
        var lines = location.SourceTree!.GetText().Lines;
        var at = location.GetLineSpan().StartLinePosition.Line;
        var text = new StringBuilder("```csharp\n");
        for (var line = Math.Max(0, at - around); line <= Math.Min(lines.Count - 1, at + around); line++)
        {
            text.Append(line == at ? "> " : "  ").Append(lines[line]).Append('\n');
        }

        return text.Append("```\n").ToString();
    }
}
