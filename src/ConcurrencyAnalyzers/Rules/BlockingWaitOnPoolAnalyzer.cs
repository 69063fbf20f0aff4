using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC310: sleeping and waiting need no thread, least of all one that everyone shares.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingWaitOnPoolAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC310";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Wait without a pool thread in requests and work items", "A pool thread is kept waiting for {0}: {1}", DiagnosticSeverity.Warning,
        "The pool does not make up for threads that sleep or wait for each other as it does for those that wait for tasks.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            scope.Report(finding, Naming.Words(finding.Cause.Effect), scope.Chain(finding));
        }
    }
}
