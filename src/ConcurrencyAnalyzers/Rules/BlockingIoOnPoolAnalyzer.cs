using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC202: offloading moves the blocked thread, it does not free it; the asynchronous form needs none.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingIoOnPoolAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC202";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Use the asynchronous form instead of blocking a pool thread", "'{0}' spends a pool thread on waiting for {1}, which has an asynchronous form: {2}", DiagnosticSeverity.Warning,
        "A pool work item that waits for I/O keeps a thread of the pool that everyone shares; the asynchronous form keeps none.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            scope.Report(finding, scope.Name(finding.Call.Target), Naming.Words(finding.Cause.Effect), scope.Chain(finding));
        }
    }
}
