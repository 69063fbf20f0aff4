using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC309: whoever calls this may hold the very thread, or the context, that the task needs to complete.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SyncOverAsyncInLibraryAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC309";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Offer an asynchronous form instead of blocking the caller on a task", "'{0}' blocks its caller's thread until a task completes: {1}", DiagnosticSeverity.Info,
        "Where nothing is known of the caller, waiting for a task may deadlock under a synchronization context and starve the pool.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            scope.Report(finding, scope.Name(finding.Code), scope.Chain(finding));
        }
    }
}
