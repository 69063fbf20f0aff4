using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC302: a pool thread that waits for a task needs a second one to complete it; under load there is none.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SyncOverAsyncAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC302";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Await tasks in requests and work items instead of blocking on them", "A pool thread is kept waiting for a task, which needs another thread to complete: {0}", DiagnosticSeverity.Warning,
        "Synchronous code that waits for a task on the pool takes two threads where asynchronous code takes none while it waits; under load this ends in starvation.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            scope.Report(finding, scope.Chain(finding));
        }
    }
}
