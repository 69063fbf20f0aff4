using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Benchmarks.Engine;

/// <summary>A project as its build handed it to the compiler: one argument a line, after a first line <c># basedir=FOLDER</c>.</summary>
internal static class RecordedArguments
{
    private const string FolderMark = "# basedir=";
    private const string UnknownLanguageVersion = "CS1617";

    // Projects of one build reference the same files, and each copy of the framework's takes its memory.
    private static readonly ConcurrentDictionary<string, PortableExecutableReference> References = new(StringComparer.Ordinal);

    /// <summary>The folder from which the arguments name their files.</summary>
    public static string Folder(string responseFile) => File.ReadLines(responseFile).First()[FolderMark.Length..];

    public static Corpus Read(string responseFile)
    {
        var lines = File.ReadAllLines(responseFile);
        if (lines is not [var first, .. var arguments] || !first.StartsWith(FolderMark, StringComparison.Ordinal))
        {
            throw new UsageException($"'{responseFile}' does not begin with '{FolderMark}FOLDER'.");
        }

        var folder = first[FolderMark.Length..];
        var parsed = CSharpCommandLineParser.Default.Parse(arguments.Where(static a => a.Length > 0), folder, sdkDirectory: null);
        var parsing = parsed.ParseOptions;
        foreach (var error in parsed.Errors)
        {
            Console.Error.WriteLine($"{responseFile}: {error}");
            if (error.Id == UnknownLanguageVersion)
            {
                // The code is newer than this compiler, whose previews come closest.
                parsing = parsing.WithLanguageVersion(LanguageVersion.Preview);
            }
        }

        var configs = AnalyzerConfigSet.Create(parsed.AnalyzerConfigPaths.Select(static path => AnalyzerConfig.Parse(File.ReadAllText(path), path)).ToList());
        var configured = new ConfiguredOptions(configs);
        var options = parsed.CompilationOptions
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
            .WithStrongNameProvider(new DesktopStrongNameProvider(parsed.KeyFileSearchPaths))
            .WithGeneralDiagnosticOption(ReportDiagnostic.Default)
            .WithSpecificDiagnosticOptions(ImmutableDictionary<string, ReportDiagnostic>.Empty)
            .WithSyntaxTreeOptionsProvider(new GeneratedMarks(configured));
        var references = parsed.MetadataReferences
            .Select(reference => References.GetOrAdd(Path.Combine(folder, reference.Reference), static path => MetadataReference.CreateFromFile(path)).WithProperties(reference.Properties));
        var sources = Corpus.Parse([.. parsed.SourceFiles.Select(static source => source.Path)], parsing);
        var additional = parsed.AdditionalFiles.Select(static file => (AdditionalText)new FileText(file.Path)).ToImmutableArray();
        var generators = parsed.AnalyzerReferences.Select(reference => Path.Combine(folder, reference.FilePath)).Where(File.Exists).ToList();
        var compilation = Generate(CSharpCompilation.Create(parsed.CompilationName, sources, references, options), generators, parsing, additional, configured);
        return new(Path.GetFileNameWithoutExtension(responseFile), compilation, new AnalyzerOptions(additional, configured));
    }

    /// <summary>Adds what the project's own source generators add; without it the code would not compile.</summary>
    public static CSharpCompilation Generate(
        CSharpCompilation compilation, IReadOnlyList<string> paths, CSharpParseOptions parsing, ImmutableArray<AdditionalText> additional, AnalyzerConfigOptionsProvider? configured)
    {
        var loader = new Loader(paths);
        var generators = paths.SelectMany(path =>
        {
            var reference = new AnalyzerFileReference(path, loader);
            reference.AnalyzerLoadFailed += (_, failure) =>
            {
                if (failure.ErrorCode is not AnalyzerLoadFailureEventArgs.FailureErrorCode.NoAnalyzers)
                {
                    Console.Error.WriteLine($"{path}: {failure.Message}");
                }
            };
            return reference.GetGenerators(LanguageNames.CSharp);
        }).ToList();
        if (generators.Count == 0)
        {
            return compilation;
        }

        CSharpGeneratorDriver.Create(generators, additional, parsing, configured).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return (CSharpCompilation)generated;
    }

    /// <summary>
    /// Generators are loaded beside this program, those of each project apart, since another project may have another version of the same one.
    /// What they need besides the compiler lies beside them.
    /// </summary>
    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        private readonly ConcurrentDictionary<string, string> byName = new(StringComparer.OrdinalIgnoreCase);
        private readonly AssemblyLoadContext context = new(nameof(RecordedArguments));

        public Loader(IEnumerable<string> paths)
        {
            foreach (var path in paths)
            {
                AddDependencyLocation(path);
            }

            context.Resolving += (own, wanted) => byName.TryGetValue(wanted.Name!, out var path) ? own.LoadFromAssemblyPath(path) : null;
        }

        public void AddDependencyLocation(string fullPath) => byName.TryAdd(Path.GetFileNameWithoutExtension(fullPath), fullPath);

        public Assembly LoadFromPath(string fullPath) => context.LoadFromAssemblyPath(fullPath);
    }

    private sealed class FileText(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(path));
    }

    private sealed class ConfiguredOptions(AnalyzerConfigSet configs) : AnalyzerConfigOptionsProvider
    {
        private readonly ConcurrentDictionary<string, AnalyzerConfigOptions> byPath = new(StringComparer.Ordinal);

        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(configs.GlobalConfigOptions.AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Of(tree.FilePath);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => Of(textFile.Path);

        // What a generator adds has no path on disk, hence no options.
        private AnalyzerConfigOptions Of(string path) => byPath.GetOrAdd(path, key =>
            new Values(Path.IsPathRooted(key) ? configs.GetOptionsForSourcePath(key).AnalyzerOptions : ImmutableDictionary<string, string>.Empty));
    }

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => values.Keys;

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }

    /// <summary>Keeps which files are marked as generated and drops configured severities, so that all corpora run the same rules.</summary>
    private sealed class GeneratedMarks(AnalyzerConfigOptionsProvider options) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) =>
            !options.GetOptions(tree).TryGetValue("generated_code", out var mark) ? GeneratedKind.Unknown
            : bool.TryParse(mark, out var generated) && generated ? GeneratedKind.MarkedGenerated
            : GeneratedKind.NotGenerated;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Default;
            return false;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Default;
            return false;
        }
    }
}
