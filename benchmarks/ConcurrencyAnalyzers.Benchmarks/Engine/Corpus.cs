using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using ConcurrencyAnalyzers.Benchmarks.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Benchmarks.Engine;

/// <summary>Real code to run analyzers over, with all that is read once and shared by every run: trees, references, options.</summary>
internal sealed record Corpus(string Name, CSharpCompilation Compilation, AnalyzerOptions Options)
{
    public int Files => Compilation.SyntaxTrees.Length;

    public int Lines { get; } = Compilation.SyntaxTrees.Sum(static tree => tree.GetText().Lines.Count);

    /// <exception cref="UsageException">The path is neither a folder nor an <c>.rsp</c> file.</exception>
    public static Corpus Load(string path)
    {
        using var progress = new ProgressLine();
        progress.Show($"{path}: reading");
        var corpus = Directory.Exists(path) ? FromFolder(path)
            : File.Exists(path) && Path.GetExtension(path) == ".rsp" ? RecordedArguments.Read(path)
            : throw new UsageException($"'{path}' is neither a folder nor an .rsp file.");

        // Binds the references, so that no run pays for them and the rest do not.
        _ = corpus.Compilation.Assembly;
        return corpus;
    }

    public static SyntaxTree[] Parse(IReadOnlyList<string> paths, CSharpParseOptions options) =>
        [.. paths.AsParallel().AsOrdered().Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path))];

    private static Corpus FromFolder(string folder)
    {
        folder = Path.GetFullPath(folder);
        var paths = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (paths.Count == 0)
        {
            throw new UsageException($"There are no C# sources in '{folder}'.");
        }

        var parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        var references = new[] { "Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref" }.SelectMany(Pack);
        return new(Path.GetFileName(folder), CSharpCompilation.Create("Corpus", Parse(paths, parsing), references, options), new AnalyzerOptions([]));
    }

    /// <summary>The folder of the newest version 10 of a reference pack.</summary>
    public static string PackFolder(string pack)
    {
        var root = typeof(Corpus).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "NetCoreReferences").Value!;
        return Directory.EnumerateDirectories(Path.Combine(root, pack), "10.*").MaxBy(static version => Version.Parse(Path.GetFileName(version).Split('-')[0]))
            ?? throw new InvalidOperationException($"No version 10 of {pack} is installed with the SDK.");
    }

    private static IEnumerable<MetadataReference> Pack(string pack) =>
        Directory.EnumerateFiles(Path.Combine(PackFolder(pack), "ref", "net10.0"), "*.dll").Select(static path => MetadataReference.CreateFromFile(path));
}
