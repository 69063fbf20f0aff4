using ConcurrencyAnalyzers.Benchmarks;
using ConcurrencyAnalyzers.Benchmarks.Engine;

namespace ConcurrencyAnalyzers.Precision;

/// <summary>The projects that a command is given.</summary>
internal static class CodeBases
{
    /// <summary>Each path is an <c>.rsp</c> file, a folder of them, or a folder of C# sources.</summary>
    public static IEnumerable<Corpus> Load(Options options)
    {
        if (options.Paths.Count == 0)
        {
            throw new UsageException("At least one --corpus is needed.");
        }

        foreach (var path in options.Paths.SelectMany(Expand))
        {
            yield return Read(path);
        }
    }

    public static Corpus Read(string path) => Directory.Exists(path) ? FolderProject.Complete(Corpus.Load(path)) : Corpus.Load(path);

    private static IEnumerable<string> Expand(string path) =>
        Directory.Exists(path) && Directory.GetFiles(path, "*.rsp") is { Length: > 0 } recorded ? recorded.Order(StringComparer.Ordinal) : [path];
}
