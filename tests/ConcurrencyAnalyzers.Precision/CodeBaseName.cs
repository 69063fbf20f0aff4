namespace ConcurrencyAnalyzers.Precision;

/// <summary>A public code base, named before anything was tuned on it.</summary>
/// <param name="Name">How the tables call it.</param>
/// <param name="Repository">Where it is.</param>
/// <param name="Commits">What of it was measured.</param>
/// <param name="Prefixes">How the names of its projects begin, apart by blanks.</param>
/// <param name="Is">What kind of program it is.</param>
internal sealed record CodeBaseName(string Name, string Repository, string Commits, string Prefixes, string Is)
{
    public static CodeBaseName Parse(string line) => line.Split('\t') is [var name, var repository, var commits, var prefixes, var kind] ? new(name, repository, commits, prefixes, kind) : throw new InvalidOperationException($"Not a code base: '{line}'.");

    /// <summary>The code base that the project belongs to; projects that were not named stand for themselves.</summary>
    public static string Of(IEnumerable<CodeBaseName> codeBases, string project) =>
        codeBases.FirstOrDefault(codeBase => codeBase.Prefixes.Split(' ').Any(prefix => project.StartsWith(prefix, StringComparison.Ordinal)))?.Name ?? project;
}
