using System.Collections.Immutable;
using ConcurrencyAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Precision;

/// <summary>All rules and fixes, as a project gets them.</summary>
internal static class Package
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
        [.. Instances<DiagnosticAnalyzer>(typeof(MemberAnalyzer)).OrderBy(static analyzer => analyzer.SupportedDiagnostics[0].Id, StringComparer.Ordinal)];

    public static ImmutableArray<CodeFixProvider> Fixes { get; } =
        [.. Instances<CodeFixProvider>(typeof(BlockingIoInAsyncCodeFix)).OrderBy(static fix => fix.GetType().Name, StringComparer.Ordinal)];

    public static IEnumerable<DiagnosticDescriptor> Rules => Analyzers.Select(static analyzer => analyzer.SupportedDiagnostics[0]);

    public static DiagnosticDescriptor Rule(string id) => Rules.Single(rule => rule.Id == id);

    public static bool IsOurs(Diagnostic diagnostic) => diagnostic.Id.StartsWith("CONC", StringComparison.Ordinal);

    public static bool IsCrash(Diagnostic diagnostic) => diagnostic.Id == "AD0001";

    public static CompilationWithAnalyzers Driver(Compilation compilation, AnalyzerOptions options, bool concurrent) =>
        compilation.WithAnalyzers(Analyzers, new CompilationWithAnalyzersOptions(options, onAnalyzerException: null, concurrent, logAnalyzerExecutionTime: false));

    private static IEnumerable<T> Instances<T>(Type neighbour) =>
        neighbour.Assembly.GetTypes().Where(static type => !type.IsAbstract && typeof(T).IsAssignableFrom(type)).Select(static type => (T)Activator.CreateInstance(type)!);
}
