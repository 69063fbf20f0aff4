using ConcurrencyAnalyzers.Benchmarks;
using ConcurrencyAnalyzers.Benchmarks.Engine;

namespace ConcurrencyAnalyzers.Precision;

/// <summary>The projects that a command is given.</summary>
internal static class CodeBases
{
    /// <summary>Each path is an <c>.rsp</c> file, a folder of them, or a folder of C# sources.</summary>
    public static IEnumerable<Corpus> Load(Options options)
    {
        foreach (var path in Paths(options))
        {
            yield return Read(path);
        }
    }

    /// <summary>The same, not read yet.</summary>
    public static IEnumerable<string> Paths(Options options) =>
        options.Paths.Count == 0 ? throw new UsageException("At least one --corpus is needed.") : options.Paths.SelectMany(Expand);

    public static Corpus Read(string path) => Directory.Exists(path) ? FolderProject.Complete(Corpus.Load(path)) : Corpus.Load(path);

    private static IEnumerable<string> Expand(string path) =>
        Directory.Exists(path) && Directory.GetFiles(path, "*.rsp") is { Length: > 0 } recorded ? recorded.Order(StringComparer.Ordinal) : [path];
}
