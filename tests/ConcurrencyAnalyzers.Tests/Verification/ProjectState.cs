using System.Collections;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>The files of one kind in one project; those that get no path are numbered.</summary>
public sealed class FileList : IEnumerable<TextFile>
{
    private readonly List<TextFile> files = [];
    private readonly FileKind kind;
    private readonly string folder;

    internal FileList(FileKind kind, string folder) => (this.kind, this.folder) = (kind, folder);

    public void Add(string content) => Add(($"{folder}/Test{files.Count}.cs", content));

    public void Add((string Path, string Content) file) => files.Add(new(kind, file.Path, file.Content));

    public IEnumerator<TextFile> GetEnumerator() => files.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>One project as a test describes it, markup included.</summary>
public class ProjectState
{
    internal ProjectState(string name, string folder) =>
        (Name, Sources, AdditionalFiles, AnalyzerConfigFiles) =
        (name, new(FileKind.Source, folder), new(FileKind.Additional, folder), new(FileKind.AnalyzerConfig, folder));

    public string Name { get; }

    public FileList Sources { get; }

    public FileList AdditionalFiles { get; }

    public FileList AnalyzerConfigFiles { get; }

    /// <summary>The names of the projects that this one references.</summary>
    public ICollection<string> AdditionalProjectReferences { get; } = new List<string>();

    public OutputKind OutputKind { get; set; } = OutputKind.DynamicallyLinkedLibrary;

    /// <summary>The framework of this project where it is not that of the test.</summary>
    public TargetReferences? References { get; set; }

    internal ProjectText ToProjectText() => new(Name, [.. Sources, .. AdditionalFiles, .. AnalyzerConfigFiles])
    {
        OutputKind = OutputKind,
        References = References,
        ProjectReferences = [.. AdditionalProjectReferences],
    };
}

/// <summary>The projects besides the first; naming one creates it.</summary>
public sealed class ProjectList : IEnumerable<ProjectState>
{
    private readonly Dictionary<string, ProjectState> projects = [];

    public ProjectState this[string name] =>
        projects.TryGetValue(name, out var project) ? project : projects[name] = new ProjectState(name, "/" + name);

    public IEnumerator<ProjectState> GetEnumerator() => projects.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A solution as a test describes it: the first project, further ones, and the diagnostics expected of all.</summary>
public sealed class SolutionState() : ProjectState("TestProject", "/0")
{
    public ProjectList AdditionalProjects { get; } = new();

    /// <summary>What markup cannot say.</summary>
    public ICollection<DiagnosticResult> ExpectedDiagnostics { get; } = new List<DiagnosticResult>();

    public SolutionText ToText() => new([ToProjectText(), .. AdditionalProjects.Select(p => p.ToProjectText())]);
}
