using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC301: waiting for a task in asynchronous code holds one thread until another one is free to finish the task.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingOnTaskAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC301";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Await tasks in asynchronous code instead of blocking on them", "'{0}' is asynchronous but blocks its thread until a task completes: {1}", DiagnosticSeverity.Warning,
        "The blocked thread may be the one that the task needs to complete: a deadlock under a synchronization context, starvation on the pool.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            scope.Report(finding, scope.Name(finding.Code), scope.Chain(finding));
        }
    }
}
