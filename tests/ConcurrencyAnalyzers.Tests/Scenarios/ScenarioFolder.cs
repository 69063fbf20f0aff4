using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Scenarios;

/// <summary>The two texts of one scenario, as they are on disk.</summary>
internal sealed partial record ScenarioFolder(string Name, string Before, string After)
{
    private static readonly string[] Root = ["benchmarks", "ConcurrencyAnalyzers.Benchmarks", "Scenarios"];

    public static IEnumerable<string> Names => Directory.GetDirectories(Repository.PathOf(Root)).Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public string Id => Name.Split('_')[0];

    public string Stem => Name.Split('_')[1];

    public string Document => $"/Scenarios/{Name}/Before.cs";

    public static IEnumerable<string> Files(string name) => Directory.GetFiles(Repository.PathOf([.. Root, name])).Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    // Not through Repository.Read, which would hide a difference in line ends.
    public static ScenarioFolder Read(string name) => new(
        name,
        File.ReadAllText(Repository.PathOf([.. Root, name, "Before.cs"])),
        File.ReadAllText(Repository.PathOf([.. Root, name, "After.cs"])));

    /// <summary>What the scenarios share: the server, the load, the folder for files.</summary>
    public static IEnumerable<(string Path, string Content)> Shared =>
        Directory.GetFiles(Repository.PathOf(Root), "*.cs").Order(StringComparer.Ordinal).Select(static path => ($"/Scenarios/{Path.GetFileName(path)}", File.ReadAllText(path)));

    public static string WithoutMarks(string text) => Mark().Replace(text, "");

    public static IEnumerable<string> Marks(string text) => Mark().Matches(text).Select(static mark => mark.Groups[1].Value);

    /// <summary>The text without its mark, and the verifier's markup around the name that follows the mark.</summary>
    public string MarkedBefore
    {
        get
        {
            var mark = Mark().Match(Before);
            var (start, rest) = (Before[..mark.Index], Before[(mark.Index + mark.Length)..]);
            var name = SyntaxFactory.ParseToken(rest).Text;
            return $"{start}{{|{mark.Groups[1].Value}:{name}|}}{rest[name.Length..]}";
        }
    }

    /// <summary>What the fix should make of <see cref="Before"/>: the other side in this side's namespace.</summary>
    public string AfterInPlaceOfBefore => InNamespace(After, "After", "Before");

    private string InNamespace(string text, string from, string to)
    {
        var (old, wanted) = ($"namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.{Name}.{from};\n", $"namespace ConcurrencyAnalyzers.Benchmarks.Scenarios.{Name}.{to};\n");
        return text.Contains(old, StringComparison.Ordinal) ? text.Replace(old, wanted) : throw new VerificationException($"{Name} has no line '{old.TrimEnd()}'.");
    }

    [GeneratedRegex(@"/\*(CONC\d{3})\*/")]
    private static partial Regex Mark();
}
