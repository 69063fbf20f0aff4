using System.Collections.Immutable;
using System.Text;
using ConcurrencyAnalyzers.Precision.Fixing;
using ConcurrencyAnalyzers.Precision.Mutations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Precision.Fuzzing;

/// <summary>One project as an editor holds it, so that fixes can be applied.</summary>
internal sealed class Workbench
{
    /// <summary>Up to so many lines, the whole project is compiled after each fix; above, the files that a fix may have touched.</summary>
    private const int Small = 20_000;

    private readonly Dictionary<string, DocumentId> byPath = new(StringComparer.Ordinal);
    private readonly AnalyzerOptions options;

    public Workbench(CodeBase codeBase)
    {
        var compilation = codeBase.Compilation;
        (CodeBase, options) = (codeBase, codeBase.Options);
        ProjectId = ProjectId.CreateNewId(codeBase.Name);
        Solution = new AdhocWorkspace().CurrentSolution.AddProject(ProjectInfo.Create(
            ProjectId,
            VersionStamp.Default,
            codeBase.Name,
            compilation.AssemblyName ?? codeBase.Name,
            LanguageNames.CSharp,
            compilationOptions: compilation.Options,
            parseOptions: compilation.SyntaxTrees.First().Options,
            documents: compilation.SyntaxTrees.Select(Document),
            metadataReferences: compilation.References));
        IsSmall = codeBase.Sites.Lines <= Small;
    }

    public CodeBase CodeBase { get; }

    public ProjectId ProjectId { get; }

    /// <summary>The project as it is.</summary>
    public Solution Solution { get; }

    public bool IsSmall { get; }

    /// <summary>The project with a mutation, and the files that it is in.</summary>
    public (Solution Solution, ImmutableArray<DocumentId> Documents) With(Mutant mutant)
    {
        var (solution, documents) = (Solution, ImmutableArray.CreateBuilder<DocumentId>());
        foreach (var tree in mutant.Inserted.Select(static part => part.Tree).Distinct())
        {
            if (byPath.TryGetValue(tree.FilePath, out var id))
            {
                solution = solution.WithDocumentText(id, tree.GetText());
            }
            else
            {
                id = DocumentId.CreateNewId(ProjectId);
                solution = solution.AddDocument(id, Path.GetFileName(tree.FilePath), tree.GetText(), filePath: tree.FilePath);
            }

            documents.Add(id);
        }

        return (solution, documents.ToImmutable());
    }

    /// <summary>What rules say of these files, and the compiler of them; of the whole project where that is small.</summary>
    public async Task<CodeState> StateAsync(Solution solution, IReadOnlyCollection<DocumentId> documents)
    {
        var project = solution.GetProject(ProjectId)!;
        var compilation = (await project.GetCompilationAsync())!;
        var driver = Package.Driver(compilation, options, concurrent: false);
        var (ours, failures) = (new List<Diagnostic>(), new List<Diagnostic>());
        foreach (var document in documents.Select(project.GetDocument))
        {
            var model = compilation.GetSemanticModel((await document!.GetSyntaxTreeAsync())!);
            ours.AddRange(await driver.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken.None));
            if (!IsSmall)
            {
                failures.AddRange(model.GetDiagnostics());
            }
        }

        if (IsSmall)
        {
            // What an await may not cross, the compiler says only when it emits.
            failures.AddRange(compilation.Emit(Stream.Null).Diagnostics);
        }

        return new([.. ours.Where(static diagnostic => Package.IsOurs(diagnostic) && diagnostic.Location.IsInSource && !diagnostic.IsSuppressed)], [.. ours.Concat(failures).Where(CodeState.IsFailure)]);
    }

    /// <summary>What is reported of the project as it is and could be fixed.</summary>
    public async Task<ImmutableArray<Diagnostic>> FixableAsync()
    {
        var compilation = (await Solution.GetProject(ProjectId)!.GetCompilationAsync())!;
        var all = await Package.Driver(compilation, options, concurrent: true).GetAnalyzerDiagnosticsAsync();
        return [.. all.Where(static found => found.Location.IsInSource && !found.IsSuppressed && Package.Fixes.Any(fix => fix.FixableDiagnosticIds.Contains(found.Id)))
            .OrderBy(static found => found.Location.SourceTree!.FilePath, StringComparer.Ordinal).ThenBy(static found => found.Location.SourceSpan)];
    }

    private DocumentInfo Document(SyntaxTree tree, int index)
    {
        var path = tree.FilePath.Length > 0 ? tree.FilePath : $"{index}.cs";
        var id = DocumentId.CreateNewId(ProjectId, path);
        byPath.TryAdd(path, id);
        var text = SourceText.From(tree.GetText().ToString(), Encoding.UTF8);
        return DocumentInfo.Create(id, Path.GetFileName(path), loader: TextLoader.From(TextAndVersion.Create(text, VersionStamp.Default, path)), filePath: path);
    }
}
