using System.Globalization;

namespace ConcurrencyAnalyzers.Precision.Recalls;

/// <summary>One line of the record: a mutation without its code.</summary>
internal sealed record RecallRow(
    int Number, string Project, string Place, string Construct, string Vehicle, string Workload, string Effect, int Depth, string Carriers, string Expected, Outcome Outcome, string Reported)
{
    public const string Header = "number\tproject\tplace\tconstruct\tvehicle\tworkload\teffect\tdepth\tcarriers\texpected\toutcome\treported";

    public const string Silence = "silence";

    private const string Separator = "; ";

    public bool ExpectsSilence => Expected == Silence;

    /// <summary>The rule is there, so the mismatch has to be found.</summary>
    public bool Counts => !ExpectsSilence && Outcome != Outcome.NotImplemented;

    public IEnumerable<string> CarrierNames => Carriers.Split(Separator, StringSplitOptions.RemoveEmptyEntries);

    public static RecallRow Of(Trial trial)
    {
        var mutation = trial.Mutation;
        var line = mutation.Site.Tree.GetText().Lines.GetLineFromPosition(mutation.Site.Position).LineNumber + 1;
        return new(
            mutation.Number,
            mutation.CodeBase.Name,
            $"{Path.GetFileName(mutation.Site.Tree.FilePath)}:{line}",
            mutation.Construct.Name,
            mutation.Construct.Vehicle.ToString(),
            mutation.Workload.Name,
            mutation.Workload.Effect?.ToString() ?? "",
            mutation.Depth,
            string.Join(Separator, mutation.Carriers.Select(static carrier => carrier.Name)),
            mutation.Expected.IsSilence ? Silence : string.Join(" or ", mutation.Expected.Rules),
            trial.Outcome,
            string.Join(" ", trial.News.Select(static diagnostic => diagnostic.Id).Order(StringComparer.Ordinal)));
    }

    public static RecallRow Parse(string line)
    {
        var cells = line.Split('\t');
        return new(
            int.Parse(cells[0], CultureInfo.InvariantCulture), cells[1], cells[2], cells[3], cells[4], cells[5], cells[6],
            int.Parse(cells[7], CultureInfo.InvariantCulture), cells[8], cells[9], Enum.Parse<Outcome>(cells[10]), cells[11]);
    }

    public override string ToString() =>
        string.Join('\t', Number.ToString(CultureInfo.InvariantCulture), Project, Place, Construct, Vehicle, Workload, Effect, Depth.ToString(CultureInfo.InvariantCulture), Carriers, Expected, Outcome, Reported);
}
