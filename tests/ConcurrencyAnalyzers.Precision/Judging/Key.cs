using System.Globalization;

namespace ConcurrencyAnalyzers.Precision.Judging;

/// <summary>What an item is. Places are named, code is not quoted.</summary>
internal sealed record Key(string Number, bool IsPlanted, string Rule, string Project, string Place, string Api)
{
    public const string Header = "item\tplanted\trule\tproject\tplace\tapi";

    public static Key Of(string number, Item item) => new(
        number, item.IsPlanted, item.Rule, item.Project,
        string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(item.Location.GetLineSpan().Path)}:{item.Location.GetLineSpan().StartLinePosition.Line + 1}"), item.Api);

    public static Key Parse(string line)
    {
        var cells = line.Split('\t');
        return new(cells[0], bool.Parse(cells[1]), cells[2], cells[3], cells[4], cells[5]);
    }

    public override string ToString() => string.Join('\t', Number, IsPlanted ? "true" : "false", Rule, Project, Place, Api);
}
