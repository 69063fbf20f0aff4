using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers;

/// <summary>The one door to descriptors: what can be derived is derived.</summary>
internal static class Rule
{
    private const string Category = "Concurrency";

    private const string Pages = "https://github.com/concurrency-analyzers/ConcurrencyAnalyzers/blob/main/docs/rules/";

    /// <summary>A rule of the table, or one about configuration.</summary>
    /// <param name="id">CONC and three digits.</param>
    /// <param name="title">Imperative, no final stop.</param>
    /// <param name="message">Names the culprit and says what goes wrong.</param>
    /// <param name="severity">The default severity.</param>
    /// <param name="description">One sentence of why.</param>
    /// <param name="enabled">Whether the rule is on without being asked for.</param>
    /// <param name="tags">Custom tags beyond none.</param>
    public static DiagnosticDescriptor Create(
        string id, string title, string message, DiagnosticSeverity severity, string description, bool enabled = true, params string[] tags) =>
        new(id, title, message, Category, severity, enabled, description, Pages + id + ".md", tags);
}
