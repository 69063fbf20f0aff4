namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>Public code of which methods are timed, named before any was drawn.</summary>
/// <param name="Name">How the tables call it, and its list of compiler arguments.</param>
/// <param name="Repository">Where it is.</param>
/// <param name="Commit">What of it was compiled.</param>
/// <param name="Kind">What kind of code it is.</param>
/// <param name="Part">Which folders.</param>
internal sealed record TimedCode(string Name, string Repository, string Commit, string Kind, string Part)
{
    public static TimedCode Parse(string line) => line.Split('\t') is [var name, var repository, var commit, var kind, var part]
        ? new(name, repository, commit, kind, part)
        : throw new InvalidOperationException($"Not a code base: '{line}'.");

    public static string Table(IEnumerable<TimedCode> all)
    {
        var table = new MarkdownTable("code", "repository", "commit", "kind", "what of it");
        foreach (var code in all)
        {
            table.Add(code.Name, code.Repository, $"`{code.Commit[..12]}`", code.Kind, code.Part);
        }

        return table.ToString();
    }
}
