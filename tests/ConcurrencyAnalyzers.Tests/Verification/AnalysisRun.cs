using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>Compiles a solution from its texts and runs analyzers on it; nothing is verified.</summary>
public sealed class AnalysisRun
{
    internal const string CrashId = "AD0001";
    internal const string FormattingConfig = "/formatting.globalconfig";

    // Solutions are immutable, so all runs fork the same empty one.
    private static readonly Solution Empty = new AdhocWorkspace().CurrentSolution;

    private readonly ImmutableArray<DiagnosticAnalyzer> analyzers;
    private readonly Lazy<Task<ImmutableArray<Diagnostic>>> diagnostics;

    public AnalysisRun(SolutionText text, CompilationSettings settings, params IEnumerable<DiagnosticAnalyzer> analyzers)
    {
        this.analyzers = [.. analyzers];
        diagnostics = new(AnalyzeAsync);
        Text = text;
        Solution = CreateSolution(text, settings, this.analyzers);
    }

    public SolutionText Text { get; }

    public Solution Solution { get; }

    /// <summary>One project, one document for each source.</summary>
    public static AnalysisRun Of(IEnumerable<string> sources, params IEnumerable<DiagnosticAnalyzer> analyzers) =>
        new(SolutionText.Of([.. sources]), new(), analyzers);

    public static AnalysisRun Of(string source, params IEnumerable<DiagnosticAnalyzer> analyzers) => Of([source], analyzers);

    /// <summary>The compilation of the first project.</summary>
    public async Task<Compilation> CompilationAsync() => (await Solution.GetProject(Solution.ProjectIds[0])!.GetCompilationAsync())!;

    /// <summary>Everything that compiler and analyzers report on all projects, in order of location.</summary>
    public Task<ImmutableArray<Diagnostic>> DiagnosticsAsync() => diagnostics.Value;

    public async Task<ImmutableArray<Diagnostic>> AnalyzerDiagnosticsAsync() => [.. (await DiagnosticsAsync()).Where(d => !IsFromCompiler(d))];

    public async Task<ImmutableArray<Diagnostic>> CompilerErrorsAsync() =>
        [.. (await DiagnosticsAsync()).Where(d => IsFromCompiler(d) && d.Severity is DiagnosticSeverity.Error)];

    internal static bool IsFromCompiler(Diagnostic diagnostic) => diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler);

    private async Task<ImmutableArray<Diagnostic>> AnalyzeAsync()
    {
        var all = new List<Diagnostic>();
        foreach (var project in Solution.Projects)
        {
            var compilation = (await project.GetCompilationAsync())!;
            all.AddRange(analyzers.IsEmpty
                ? compilation.GetDiagnostics()
                : await compilation.WithAnalyzers(analyzers, OptionsFor(project)).GetAllDiagnosticsAsync());
        }

        return
        [
            .. all.OrderBy(d => d.Location.GetLineSpan().Path, StringComparer.Ordinal)
                .ThenBy(d => d.Location.SourceSpan)
                .ThenBy(d => d.Id, StringComparer.Ordinal)
                .ThenBy(d => d.GetMessage(), StringComparer.Ordinal),
        ];
    }

    // Without a callback, an analyzer that throws is reported like any other finding; an assertion inside a callback would be swallowed.
    private static CompilationWithAnalyzersOptions OptionsFor(Project project) =>
        new(project.AnalyzerOptions, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false);

    private static Solution CreateSolution(SolutionText text, CompilationSettings settings, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        // Unless it is told, the formatter ends lines as the machine does that runs the test.
        var endOfLine = text.Files.Any(f => f.Text.Contains("\r\n", StringComparison.Ordinal)) ? "crlf" : "lf";
        var formatting = new TextFile(FileKind.AnalyzerConfig, FormattingConfig, $"is_global = true\nglobal_level = -1\nend_of_line = {endOfLine}\n");
        var solution = Empty;
        var ids = text.Projects.ToDictionary(p => p.Name, p => ProjectId.CreateNewId(p.Name));
        foreach (var project in text.Projects)
        {
            var id = ids[project.Name];
            solution = solution.AddProject(ProjectInfo.Create(
                id,
                VersionStamp.Default,
                name: project.Name,
                assemblyName: project.Name,
                LanguageNames.CSharp,
                compilationOptions: settings.OptionsFor(project.OutputKind, analyzers),
                parseOptions: settings.ParseOptions,
                documents: Documents(FileKind.Source),
                projectReferences: project.ProjectReferences.Select(name => new ProjectReference(ids[name])),
                metadataReferences: [.. (project.References ?? settings.References).Assemblies, .. settings.AdditionalReferences],
                additionalDocuments: Documents(FileKind.Additional))
                .WithAnalyzerConfigDocuments([.. Documents(FileKind.AnalyzerConfig), Document(formatting, id)]));

            IEnumerable<DocumentInfo> Documents(FileKind kind) => project.Files.Where(f => f.Kind == kind).Select(f => Document(f, id));
        }

        return solution;
    }

    private static DocumentInfo Document(TextFile file, ProjectId project) => DocumentInfo.Create(
        DocumentId.CreateNewId(project, file.Path),
        Path.GetFileName(file.Path),
        loader: TextLoader.From(TextAndVersion.Create(SourceText.From(file.Text, Encoding.UTF8), VersionStamp.Default, file.Path)),
        filePath: file.Path);
}
