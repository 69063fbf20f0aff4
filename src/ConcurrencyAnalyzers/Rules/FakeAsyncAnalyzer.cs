using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC405: who calls a method that promises asynchrony counts on no thread waiting; one that only moves blocking work to the pool keeps one all the same.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FakeAsyncAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC405";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Make asynchronous methods wait without a thread", "'{0}' is asynchronous by name only: a pool thread waits for {1}, which has an asynchronous form: {2}", DiagnosticSeverity.Info,
        "Callers of a method that promises asynchrony start many of them at once; one that wraps blocking work in a task takes a pool thread for each.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            scope.Report(finding, scope.Name(finding.Code), Naming.Words(finding.Cause.Effect), scope.Chain(finding));
        }
    }
}
