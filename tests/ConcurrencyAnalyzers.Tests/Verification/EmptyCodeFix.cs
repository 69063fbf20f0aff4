using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Tests.Verification;

/// <summary>Stands in for the fix of a rule that has none.</summary>
public sealed class EmptyCodeFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => [];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override Task RegisterCodeFixesAsync(CodeFixContext context) => Task.CompletedTask;
}
