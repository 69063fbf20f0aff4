using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using ConcurrencyAnalyzers.Executors.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Executors.Tests.Generators;

/// <summary>The generator on a program of some files, as a build and as an editor runs it.</summary>
internal sealed class GeneratorRun
{
    private static readonly ImmutableArray<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    // The oldest compiler calls C# 14 the preview.
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Preview, DocumentationMode.Diagnose);

    private GeneratorDriver driver;

    public GeneratorRun(string? rootNamespace, params IEnumerable<string> files)
        : this(rootNamespace, NullableContextOptions.Enable, files)
    {
    }

    public GeneratorRun(string? rootNamespace, NullableContextOptions nullable, params IEnumerable<string> files)
    {
        Before = CSharpCompilation.Create(
            "Program",
            files.Select(static (file, i) => CSharpSyntaxTree.ParseText(file, Parsing, $"/{i}.cs")),
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable));
        driver = CSharpGeneratorDriver.Create(
            [new ProcessJobGenerator().AsSourceGenerator()],
            parseOptions: Parsing,
            optionsProvider: new Options(rootNamespace),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        After = Run();
    }

    public CSharpCompilation Before { get; private set; }

    public Compilation After { get; private set; }

    public GeneratorRunResult Result => driver.GetRunResult().Results.Single();

    /// <summary>Null if nothing is generated.</summary>
    public string? Code => Result.GeneratedSources.SingleOrDefault().SourceText?.ToString();

    /// <summary>Of the compiler, hints aside.</summary>
    public IEnumerable<string> Problems => After.GetDiagnostics().Where(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden).Select(static diagnostic => diagnostic.ToString());

    /// <summary>One file is written anew.</summary>
    public void Change(int file, string text)
    {
        Before = Before.ReplaceSyntaxTree(Before.SyntaxTrees[file], CSharpSyntaxTree.ParseText(text, Parsing, $"/{file}.cs"));
        After = Run();
    }

    /// <summary>Why each result of the step is what it is, in the last run.</summary>
    public IEnumerable<IncrementalStepRunReason> Reasons(string step) => Result.TrackedSteps[step].SelectMany(static run => run.Outputs).Select(static output => output.Reason);

    public IEnumerable<IncrementalStepRunReason> OutputReasons() =>
        Result.TrackedOutputSteps.SelectMany(static steps => steps.Value).SelectMany(static run => run.Outputs).Select(static output => output.Reason);

    public Assembly Load()
    {
        using var image = new MemoryStream();
        Assert.Empty(After.Emit(image).Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }

    private Compilation Run()
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(Before, out var after, out var problems);
        Assert.Empty(problems);
        return after;
    }

    private sealed class Options(string? rootNamespace) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(rootNamespace);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values(string? rootNamespace) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
            (value = key == "build_property.RootNamespace" ? rootNamespace : null) is not null;
    }
}
