using System.Collections.Immutable;
using ConcurrencyAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Catalogue;

/// <summary>All rules of the package, found by reflection.</summary>
internal static class RuleCatalogue
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [.. Instances<DiagnosticAnalyzer>(typeof(WorkloadAnalyzer)).OrderBy(static a => a.SupportedDiagnostics[0].Id, StringComparer.Ordinal)];

    public static ImmutableArray<CodeFixProvider> Fixes { get; } = [.. Instances<CodeFixProvider>(typeof(BlockingIoInAsyncCodeFix))];

    public static IEnumerable<DiagnosticDescriptor> Rules => Analyzers.Select(static analyzer => analyzer.SupportedDiagnostics[0]);

    public static TheoryData<string> Ids { get; } = new(Rules.Select(static rule => rule.Id));

    public static bool Contains(DiagnosticAnalyzer analyzer) => Analyzers.Any(own => own.GetType() == analyzer.GetType());

    public static DiagnosticAnalyzer Analyzer(string id) => Analyzers.Single(analyzer => analyzer.SupportedDiagnostics[0].Id == id);

    public static DiagnosticDescriptor Rule(string id) => Analyzer(id).SupportedDiagnostics[0];

    public static CodeFixProvider? Fix(string id) => Fixes.SingleOrDefault(fix => fix.FixableDiagnosticIds.Contains(id));

    public static string Stem(string id) => Analyzer(id).GetType().Name[..^"Analyzer".Length];

    public static string Page(string id) => Repository.Read("docs", "rules", id + ".md");

    public static string SeverityOf(DiagnosticDescriptor rule) =>
        !rule.IsEnabledByDefault ? "Off" : rule.DefaultSeverity == DiagnosticSeverity.Info ? "Suggestion" : rule.DefaultSeverity.ToString();

    private static IEnumerable<T> Instances<T>(Type neighbour) =>
        neighbour.Assembly.GetTypes().Where(static type => !type.IsAbstract && typeof(T).IsAssignableFrom(type)).Select(static type => (T)Activator.CreateInstance(type)!);
}
