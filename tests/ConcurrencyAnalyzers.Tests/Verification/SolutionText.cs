using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Verification;

public enum FileKind
{
    Source,
    Additional,
    AnalyzerConfig,
}

public sealed record TextFile(FileKind Kind, string Path, string Text);

public sealed record ProjectText(string Name, ImmutableArray<TextFile> Files)
{
    public OutputKind OutputKind { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    /// <summary>The framework of this project where it is not that of the others.</summary>
    public TargetReferences? References { get; init; }

    public ImmutableArray<string> ProjectReferences { get; init; } = [];
}

/// <summary>The files of a solution as a value: what a round of fixing starts from and ends with.</summary>
public sealed record SolutionText(ImmutableArray<ProjectText> Projects)
{
    public IEnumerable<TextFile> Files => Projects.SelectMany(p => p.Files);

    public static SolutionText Of(params string[] sources)
    {
        var state = new SolutionState();
        foreach (var source in sources)
            state.Sources.Add(source);
        return state.ToText();
    }

    public SolutionText Select(Func<TextFile, TextFile> change) =>
        new([.. Projects.Select(p => p with { Files = [.. p.Files.Select(change)] })]);

    public bool SameFilesAs(SolutionText other) =>
        Files.OrderBy(f => f.Path, StringComparer.Ordinal).SequenceEqual(other.Files.OrderBy(f => f.Path, StringComparer.Ordinal));

    /// <summary>Takes what this solution does not say from the other one.</summary>
    public SolutionText Inherit(SolutionText other) => new(
    [
        .. other.Projects.Select(project => Projects.FirstOrDefault(p => p.Name == project.Name) is { } own
            ? project with
            {
                Files =
                [
                    .. project.Files.Select(file => own.Files.FirstOrDefault(f => f.Path == file.Path) ?? file),
                    .. own.Files.ExceptBy(project.Files.Select(f => f.Path), f => f.Path),
                ],
            }
            : project),
    ]);

    /// <summary>The same projects with the files that they have in the changed solution.</summary>
    public async Task<SolutionText> WithFilesOfAsync(Solution changed)
    {
        var projects = ImmutableArray.CreateBuilder<ProjectText>(Projects.Length);
        foreach (var text in Projects)
        {
            var project = changed.Projects.Single(p => p.Name == text.Name);
            var files = ImmutableArray.CreateBuilder<TextFile>(text.Files.Length);
            await AddAsync(FileKind.Source, project.Documents);
            await AddAsync(FileKind.Additional, project.AdditionalDocuments);
            await AddAsync(FileKind.AnalyzerConfig, project.AnalyzerConfigDocuments.Where(d => d.FilePath != AnalysisRun.FormattingConfig));
            projects.Add(text with { Files = files.ToImmutable() });

            async Task AddAsync(FileKind kind, IEnumerable<TextDocument> documents)
            {
                foreach (var document in documents)
                    files.Add(new(kind, document.FilePath ?? document.Name, (await document.GetTextAsync()).ToString()));
            }
        }

        return new(projects.ToImmutable());
    }
}
