namespace ConcurrencyAnalyzers.GroundTruth;

/// <summary>The labels as <c>observations.tsv</c> writes them.</summary>
internal static class LabelNames
{
    public static string Name(this Label label) => label switch
    {
        Label.BlocksIo => "blocks-io",
        Label.BlocksMeta => "blocks-meta",
        Label.BlocksWait => "blocks-wait",
        Label.Light => "light",
        Label.Heavy => "heavy",
        _ => throw new ArgumentOutOfRangeException(nameof(label), label, "This label has no name."),
    };
}
