using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC304: the caller of asynchronous code counts on its thread coming back; a semaphore, an event or a join keeps it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingWaitInAsyncAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC304";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Wait asynchronously in asynchronous code", "'{0}' is asynchronous but blocks its thread on {1}: {2}", DiagnosticSeverity.Warning,
        "A thread that waits for another one in asynchronous code serves nobody else, and may be the one that the other needs.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            scope.Report(finding, scope.Name(finding.Code), Naming.Words(finding.Cause.Effect), scope.Chain(finding));
        }
    }
}
