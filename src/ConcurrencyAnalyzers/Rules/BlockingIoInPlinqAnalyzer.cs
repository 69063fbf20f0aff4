using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC204: a parallel query has as many workers as there are cores; each one that waits is a core that computes nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingIoInPlinqAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC204";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Run waiting work in an asynchronous loop, not in a parallel query", "'{0}' is for computation, but its workers wait for {1}: {2}", DiagnosticSeverity.Warning,
        "Parallel queries are sized for cores and take pool threads; waiting work needs neither, and 'Parallel.ForEachAsync' with a degree takes none.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            scope.Report(finding, scope.Name(finding.Call.Target), Naming.Words(finding.Cause.Effect), scope.Chain(finding));
        }
    }
}
