using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.Tests;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests;

/// <summary>The curated files of the builder itself.</summary>
public sealed class CuratedFileTests
{
    public static string Folder { get; } = Repository.PathOf("src", "ConcurrencyAnalyzers.CatalogBuilder", "Inputs");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.txt").Select(static path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_said_twice_in_one_file(string name)
    {
        // Seeds and cuts go by their second column, all others by the ID in the first.
        var column = name.StartsWith("Seeds", StringComparison.Ordinal) || name == "Cuts.txt" ? 1 : 0;
        var twice = InputFile.Read(Path.Combine(Folder, name)).GroupBy(line => line.Columns[column])
            .Where(static group => group.Count() > 1)
            .Select(static group => $"{group.Key} in lines {string.Join(", ", group.Select(static line => line.Number))}");

        Assert.Empty(twice);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_line_stands_under_a_heading(string name) =>
        Assert.Empty(InputFile.Read(Path.Combine(Folder, name)).Where(static line => line.Heading.Length == 0).Select(static line => $"line {line.Number}"));

    [Theory]
    [MemberData(nameof(Names))]
    public void No_heading_stands_alone_or_twice(string name)
    {
        var headings = File.ReadLines(Path.Combine(Folder, name))
            .Where(static line => line.StartsWith("## ", StringComparison.Ordinal)).Select(static line => line[3..].Trim()).ToList();
        var used = InputFile.Read(Path.Combine(Folder, name)).Select(static line => line.Heading).ToHashSet();

        Assert.Empty(headings.GroupBy(static heading => heading).Where(static group => group.Count() > 1).Select(static group => group.Key));
        Assert.Empty(headings.Except(used));
    }

    [Fact]
    public void Every_correction_has_a_reason()
    {
        const int Sentence = 3;
        var lines = File.ReadAllLines(Path.Combine(Folder, "Corrections.txt"));
        var withoutReason = lines.Index().Where(static line => line.Item.StartsWith("## ", StringComparison.Ordinal))
            .Where(heading => heading.Item[3..].Split(' ').Length < Sentence && !lines[heading.Index + 1].StartsWith("# ", StringComparison.Ordinal))
            .Select(static heading => heading.Item);

        Assert.Empty(withoutReason);
    }
}
