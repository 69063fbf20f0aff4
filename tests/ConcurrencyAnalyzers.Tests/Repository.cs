using System.Reflection;

namespace ConcurrencyAnalyzers.Tests;

/// <summary>The files of this repository, for the tests that hold them to account.</summary>
internal static class Repository
{
    private static readonly Lock Writing = new();

    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts)).ReplaceLineEndings("\n");

    public static IEnumerable<string> Sources(params string[] parts) =>
        Directory.EnumerateFiles(PathOf(parts), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}") && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}"))
            .Order(StringComparer.Ordinal);

    /// <summary>The text between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>, without the line ends at the markers.</summary>
    public static string Section(string text, string name)
    {
        var (open, close) = ($"<!-- {name} -->\n", $"<!-- /{name} -->");
        var start = text.IndexOf(open, StringComparison.Ordinal);
        Assert.True(start >= 0, $"There is no '{open.Trim()}'.");
        start += open.Length;
        return text[start..text.IndexOf(close, start, StringComparison.Ordinal)].Trim('\n');
    }

    /// <summary>A section of a file is what it should be; with the environment variable UPDATE_DOCS set it is written instead.</summary>
    public static void Check(string[] file, string section, string expected)
    {
        // Tests of other classes write other sections of the same file.
        lock (Writing)
        {
            var text = Read(file);
            if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is { Length: > 0 })
            {
                File.WriteAllText(PathOf(file), WithSection(text, section, expected));
                return;
            }

            Assert.Equal(expected, Section(text, section));
        }
    }

    /// <summary>The text with another section; the closing marker has a line of its own, as a fence before it would not end otherwise.</summary>
    public static string WithSection(string text, string name, string content)
    {
        var old = Section(text, name);
        var start = text.IndexOf($"<!-- {name} -->\n", StringComparison.Ordinal) + $"<!-- {name} -->\n".Length;
        var rest = text[(text.IndexOf(old, start, StringComparison.Ordinal) + old.Length)..];
        return text[..start] + content + (rest.StartsWith('\n') ? "" : "\n") + rest;
    }

    public static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
