using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC305: a loop that waits for as long as the process lives takes its thread from the pool for good.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingLoopOnPoolAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC305";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Give loops that wait for good a thread of their own, or make them asynchronous", "'{0}' keeps a pool thread for good: a loop that only others end waits for {1}: {2}", DiagnosticSeverity.Warning,
        "The pool is sized for short work; each thread that never comes back slows everyone down until the pool has made another.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            scope.Report(finding, scope.Name(finding.Call.Target), Naming.Words(finding.Cause.Effect), scope.Chain(finding));
        }
    }
}
